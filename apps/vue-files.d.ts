/** What plain TypeScript tools see in a component; `vue-tsc` reads the component itself. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue';

  const component: DefineComponent;
  export default component;
}
