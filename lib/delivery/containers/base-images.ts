import type { BuildOf, BuildSpec } from '../../spec';

/** The image that a language is built in, and the one that it runs in. */
export interface BaseImages {
  readonly build: string;
  readonly run: string;
}

/**
 * The frontend that reads the Dockerfiles: 1.20 is the first with `COPY --parents` (release notes of BuildKit's Dockerfile
 * frontend). Like every digest below, its own was found for its tag in at least two public repositories that do not depend on
 * each other; where none was, the tag stands alone and a comment says so.
 */
export const SYNTAX = 'docker/dockerfile:1.20@sha256:26147acbda4f14c5add9946e2fd2ed543fc402884fd75146bd342a7f6271dc1d';

/** Debian 12 on both sides: modules that are compiled meet the C library that they were compiled for. */
export const NODE: Readonly<Record<string, BaseImages>> = {
  '22': {
    build: 'node:22-bookworm@sha256:8a34c4ab3ea2c5cd194f07e317b2a8f09461d3c8b05c4e34c8ccd56d56024c4d',
    run: 'gcr.io/distroless/nodejs22-debian12:nonroot@sha256:13593b7570658e8477de39e2f4a1dd25db2f836d68a0ba771251572d23bb4f8e',
  },
  '24': {
    build: 'node:24-bookworm@sha256:934240a162082fd8b8a2f90cd5114446443f1eba1c5378f6687167ca405e6584',
    run: 'gcr.io/distroless/nodejs24-debian12:nonroot@sha256:14d42e2511532589a7c7e01a753667a74fcc96266e137e8125006b87b0c32d0a',
  },
};

/** A program without C needs nothing around it but certificates and time zones. */
const STATIC = 'gcr.io/distroless/static-debian12:nonroot@sha256:afa5c872c891853ca7fcf1f12c3edb23f7eeef36189728842dd51042ff57f7ab';

export const GO: Readonly<Record<string, BaseImages>> = {
  '1.25': { build: 'golang:1.25-bookworm@sha256:3b4a11519ad929d1e1d261a12cff056f0c85b735253d7d861346b9c6f8b36437', run: STATIC },
  '1.26': { build: 'golang:1.26-bookworm@sha256:116d58cbd88c1297624acc6e967a060012422bacf9930927e23fb719189c6f36', run: STATIC },
};

/**
 * The same minor version and the same Debian on both sides: compiled packages fit neither another Python nor an older libc.
 * There is no compiler: packages that nobody has built for Linux need a Dockerfile of their own.
 */
export const PYTHON: Readonly<Record<string, BaseImages>> = {
  '3.11': {
    build: 'python:3.11-slim-bookworm@sha256:528257d48c1da0dcecc2e725d1ae34498d60c965f1241e39cd6a85a8859bdf84',
    run: 'gcr.io/distroless/python3-debian12:nonroot@sha256:7d1042ce588ab97019fe95c24ffca7bc5a82ccdac572511d5e09bda4435c89c5',
  },
  '3.13': {
    build: 'python:3.13-slim-trixie@sha256:ffb752e139c0a19692a43af8d8523b274222dd68eebad5d583b45c2201c6e30a',
    run: 'gcr.io/distroless/python3-debian13:nonroot@sha256:0e52dfee02b1aba142e77b004f6ea11210b79456b51f10d70e9bd631cbc21d98',
  },
};

export const UV = 'ghcr.io/astral-sh/uv:0.9.26@sha256:9a23023be68b2ed09750ae636228e903a54a05ea56ed03a934d00fe9fbeded4b';

const JAVA_17 = 'gcr.io/distroless/java17-debian12:nonroot@sha256:06484c2a9dcc9070aeafbc0fe752cb9f73bc0cea5c311f6a516e9010061998ad';
const JAVA_21 = 'gcr.io/distroless/java21-debian12:nonroot@sha256:7e37784d94dccbf5ccb195c73b295f5ad00cd266512dfbac12eb9c3c28f8077d';

export const JAVA: Readonly<Record<NonNullable<BuildOf<'java'>['packageManager']>, Readonly<Record<string, BaseImages>>>> = {
  maven: {
    // No two repositories agree on its digest.
    '17': { build: 'maven:3.9-eclipse-temurin-17', run: JAVA_17 },
    '21': {
      build: 'maven:3.9-eclipse-temurin-21@sha256:8f6ac126f7810bb5549c4cd122d2bf0e9cda5bdeb0838aa928f09e779fd8bef8',
      run: JAVA_21,
    },
  },
  gradle: {
    // No two repositories agree on its digest.
    '17': { build: 'gradle:8.14-jdk17', run: JAVA_17 },
    '21': { build: 'gradle:8.14.5-jdk21@sha256:94452354d9218922457d82e85a343391bab351e7f518f6f5ab1db996967d238b', run: JAVA_21 },
  },
};

export const DOTNET: Readonly<Record<string, BaseImages>> = {
  '8.0': {
    build: 'mcr.microsoft.com/dotnet/sdk:8.0@sha256:bb32ba3ba3ea36e38572d9d8db76fa15f7cbf722f3f886e06bca6d528bd4fba8',
    // No two repositories agree on its digest.
    run: 'mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled',
  },
  '10.0': {
    build: 'mcr.microsoft.com/dotnet/sdk:10.0@sha256:e70cdb7f80b0348f5cb85f19a8f670fca061f033d57eed12fa003d58b0e06317',
    run: 'mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled@sha256:9651fa59abcdf177c30392cb44a820605ca5d618429ab37acbf6e7c644510b02',
  },
};

/** The images of a version that the spec has let through. */
export function baseImages(images: Readonly<Record<string, BaseImages>>, { language, version }: BuildSpec): BaseImages {
  const found = images[version];
  if (!found) throw new Error(`${language} ${version} passed the spec but has no base images`);
  return found;
}
