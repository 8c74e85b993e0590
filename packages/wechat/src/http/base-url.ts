import { isIPv4 } from 'node:net';
import { WeChatError } from '../errors/wechat-error.ts';

/** Whether a URL can only reach this machine, so that http is as good as https. */
function isLoopback(url: URL): boolean {
  const host = url.hostname;
  return host === 'localhost' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'));
}

/** Whether a URL is https, or http to this machine, and holds no user and password. */
export function isSafeUrl(url: URL): boolean {
  const named = url.username !== '' || url.password !== '';
  return !named && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)));
}

/**
 * Reads a base URL, such as `https://api.mch.weixin.qq.com`: a host and nothing after it, because WeChat
 * Pay signs the path that its own server sees. Throws `wechat_configuration_invalid`.
 */
export function readBaseUrl(setting: string, text: string): URL {
  const url = URL.parse(text);
  if (!url || !isSafeUrl(url)) {
    throw new WeChatError(
      'wechat_configuration_invalid',
      `${setting} is not an https address (http on loopback).`,
    );
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new WeChatError('wechat_configuration_invalid', `${setting} has more than a scheme and a host.`);
  }
  return url;
}
