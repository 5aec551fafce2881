// The least of a Redis client: one command at a time, by the protocol itself, so that peers share no code with us.
import net from 'node:net';

export async function connect(address) {
  const [host, port] = address.split(':');
  const socket = net.connect(Number(port), host);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let buffer = Buffer.alloc(0);
  let wake = () => {};
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    wake();
  });
  const more = () => new Promise((resolve) => (wake = resolve));

  async function line() {
    for (;;) {
      const end = buffer.indexOf('\r\n');
      if (end >= 0) {
        const text = buffer.subarray(0, end).toString();
        buffer = buffer.subarray(end + 2);
        return text;
      }
      await more();
    }
  }
  async function reply() {
    const head = await line();
    const [kind, rest] = [head[0], head.slice(1)];
    if (kind === '+') return rest;
    if (kind === '-') throw new Error(rest);
    if (kind === ':') return Number(rest);
    if (Number(rest) < 0) return null;
    if (kind === '$') {
      while (buffer.length < Number(rest) + 2) await more();
      const text = buffer.subarray(0, Number(rest)).toString();
      buffer = buffer.subarray(Number(rest) + 2);
      return text;
    }
    const items = [];
    for (let i = 0; i < Number(rest); i++) items.push(await reply());
    return items;
  }
  return {
    async command(...words) {
      const parts = words.map(String).map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
      socket.write(`*${words.length}\r\n${parts.join('')}`);
      return reply();
    },
    close: () => socket.destroy(),
  };
}
