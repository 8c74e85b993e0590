import '@carillon/design/reset.css';
import './look/page.css';
import { createApp } from 'vue';
import App from './App.vue';

createApp(App).mount('#app');
