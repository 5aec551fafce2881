import { imageFacts } from '../../lib/entry-point/dockerfile';

const variable = (name: string) => `\${${name}}`;
const dockerfile = (...lines: readonly string[]) => imageFacts(`${lines.join('\n')}\n`);

test.each([
  ['a number', ['FROM alpine', 'USER 10001'], 10_001],
  ['a number with a group', ['FROM alpine', 'USER 10001:10002'], 10_001],
  ['root', ['FROM alpine', 'USER root'], 0],
  ['the last of several', ['FROM alpine', 'USER 0', 'RUN x', 'USER 1000'], 1000],
  ['nonroot', ['FROM gcr.io/distroless/static-debian12', 'USER nonroot:nonroot'], 65_532],
  ['the user of a distroless base', ['FROM gcr.io/distroless/static-debian12:nonroot'], 65_532],
  ['the user of the last stage only', ['FROM golang AS build', 'USER 5', 'FROM alpine', 'USER 6'], 6],
  ['the user of the stage below', ['FROM alpine AS base', 'USER 7', 'FROM base'], 7],
  ['an argument with a default', ['FROM alpine', 'ARG UID=1234', `USER ${variable('UID')}`], 1234],
  ['a variable that holds a variable', ['FROM alpine', 'ARG A=1234', 'ENV B=$A', 'USER $B'], 1234],
  ['a default in place', ['FROM alpine', `USER ${variable('UID:-1234')}`], 1234],
  ['a name of its own', ['FROM alpine', 'USER app'], undefined],
  ['an argument without a default', ['FROM alpine', 'ARG UID', `USER ${variable('UID')}`], undefined],
  ['nothing', ['FROM alpine'], undefined],
])('USER is read from %s', (_, lines, user) => {
  expect(dockerfile(...lines).user).toBe(user);
});

test.each([
  ['numbers', ['FROM alpine', 'EXPOSE 8080 9090'], [8080, 9090]],
  ['a protocol', ['FROM alpine', 'EXPOSE 8080/tcp'], [8080]],
  ['several lines', ['FROM alpine', 'EXPOSE 8080', 'EXPOSE 9090'], [8080, 9090]],
  ['an argument with a default', ['FROM alpine', 'ARG PORT=8080', 'EXPOSE $PORT'], [8080]],
  ['an argument without a default, which leaves all open', ['FROM alpine', 'ARG PORT', 'EXPOSE $PORT 9090'], []],
  ['a range, which leaves all open', ['FROM alpine', 'EXPOSE 8080-8090'], []],
  ['nothing', ['FROM alpine'], []],
])('EXPOSE is read from %s', (_, lines, ports) => {
  expect(dockerfile(...lines).ports).toEqual(ports);
});

test.each([
  '',
  'FROM',
  '# only a comment',
  'FROM scratch\nUSER',
  'USER 5',
  `FROM a AS a\nFROM a AS a\nUSER ${variable(`X:-${variable('Y')}`)}`,
])('%j is read without an exception', (text) => {
  expect(() => imageFacts(text)).not.toThrow();
});
