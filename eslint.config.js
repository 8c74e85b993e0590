import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

const typeScript = [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked];

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/data/',
      '**/coverage/',
      '**/test-results/',
      '**/playwright-report/',
      'apps/vue-files.d.ts',
    ],
  },
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: typeScript,
    languageOptions: {
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: [
      'apps/{console,storefront}/src/**/*.vue',
      'apps/wechat-sandbox/phone/**/*.vue',
      'examples/*/page/**/*.vue',
    ],
    extends: [vue.configs['flat/recommended']],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Layout is prettier's work.
      'vue/html-indent': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    files: ['packages/{stomp,client,contract}/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', '__dirname'],
    },
  },
  {
    // A mini program has no page around it, and less of the web than a worker has.
    files: ['apps/mini-program/src/**/*.ts', 'packages/{buyer,pass-code}/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'Buffer', '__dirname', 'window', 'document', 'navigator', 'location', 'localStorage'],
        ...[
          'fetch',
          'URL',
          'URLSearchParams',
          'AbortController',
          'AbortSignal',
          'WebSocket',
          'crypto',
          'Intl',
        ],
        ...['TextEncoder', 'TextDecoder', 'atob', 'btoa', 'structuredClone', 'queueMicrotask', 'performance'],
      ],
    },
  },
);
