/** What may call a function of the page: no more than a path of names. sockjs-client makes `_jp.a` and six letters. */
const CALLBACK = /^(?=.{1,128}$)[\w-]+(\.[\w-]+)*$/;

/** The name of the page's function that gets the frames, or why there is none (sockjs-protocol, HtmlFile.test_no_callback). */
export function readCallback(url: string): { readonly name: string } | { readonly refusal: string } {
  const queryAt = url.indexOf('?');
  const query = new URLSearchParams(queryAt < 0 ? '' : url.slice(queryAt + 1));
  const name = query.get('c') ?? query.get('callback') ?? '';
  if (name === '') return { refusal: '"callback" parameter required' };
  return CALLBACK.test(name) ? { name } : { refusal: 'invalid "callback" parameter' };
}
