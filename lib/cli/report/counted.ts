/** `no errors`, `1 error`, `2 errors` */
export const counted = (count: number, noun: string) => `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;
