/** What a device looks like, by the name that the server gave it: `iPhone · Safari`. */
export function iconOfDevice(name: string): 'phone' | 'tablet' | 'screen' {
  if (/iPad|tablet/i.test(name)) return 'tablet';
  return /iPhone|Android|Harmony|phone/i.test(name) ? 'phone' : 'screen';
}
