import type { BuildOf } from '../../../spec';
import { baseImages, JAVA } from '../base-images';
import { healthCommand } from '../dockerfile/health';
import { HOME, type Language } from '../dockerfile/recipe';
import { BUILDER_HOME, cache, cacheOfOne, copy, filesFrom, inHome, run, SOURCE_DATE, secret } from '../dockerfile/steps';

const SOURCES = '/src';

/**
 * Share of the container's memory that the heap may take, in percent. The virtual machine's own default of 25 leaves most of a
 * container unused (java, -XX:MaxRAMPercentage); a quarter is left for threads, classes and buffers, which is an assumption.
 */
const HEAP_PERCENT = 75;

/** What is built: one jar with everything in it, or a folder of jars. */
interface Form {
  readonly entry: (service: string) => string;
  readonly build: readonly string[];
}

interface Tool {
  readonly described: readonly string[];
  readonly mounts: readonly string[];
  readonly fetch: string;
  readonly jar: Form;
  readonly jars: Form;
}

const MAVEN = 'mvn --batch-mode --no-transfer-progress';
const PACKAGE = `${MAVEN} -Dmaven.test.skip=true -Dproject.build.outputTimestamp="$SOURCE_DATE_EPOCH" package`;
const GRADLE = 'gradle --no-daemon --console=plain';

const TOOLS: Readonly<Record<'maven' | 'gradle', Tool>> = {
  maven: {
    // Java asks the system for a home, and not HOME.
    described: [`ENV MAVEN_OPTS=-Duser.home=${BUILDER_HOME}`, copy('--parents', 'pom.xml', '.mvn', './')],
    // Its local repository is shared and changed in place (Maveniverse, Maven Local Repository).
    mounts: [cacheOfOne(inHome('.m2/repository')), secret('maven_settings', inHome('.m2/settings.xml'))],
    fetch: `${MAVEN} dependency:go-offline`,
    jar: { entry: (service) => `target/${service}.jar`, build: [PACKAGE] },
    jars: {
      entry: () => 'target/lib',
      build: [`${PACKAGE} dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib`, 'cp target/*.jar target/lib/'],
    },
  },
  gradle: {
    described: [
      `ENV GRADLE_USER_HOME=${inHome('.gradle')}`,
      copy('--parents', 'build.gradle*', 'settings.gradle*', 'gradle.properties', 'gradle.lockfile', 'gradle', './'),
    ],
    mounts: [cache(inHome('.gradle')), secret('gradle_properties', inHome('.gradle/gradle.properties'))],
    fetch: `${GRADLE} --quiet dependencies`,
    jar: { entry: (service) => `build/libs/${service}.jar`, build: [`${GRADLE} assemble`] },
    jars: { entry: (service) => `build/install/${service}/lib`, build: [`${GRADLE} installDist`] },
  },
};

/** A Java application: one jar that holds its dependencies, or all of its jars, on a virtual machine without compiler and shell. */
export const java: Language<BuildOf<'java'>> = {
  recipe(build, facts) {
    const { packageManager = 'maven', mainClass, command, files } = build;
    const tool = TOOLS[packageManager];
    const form = mainClass === undefined ? tool.jar : tool.jars;
    const entry = (build.entry ?? form.entry(facts.name)).replace(/\/+$/, '');
    const target = mainClass === undefined ? `${HOME}/app.jar` : `${HOME}/lib`;
    // The virtual machine itself reads the asterisk as every jar of the folder.
    const start = mainClass === undefined ? ['-jar', target] : ['-cp', `${target}/*`, mainClass];
    const images = baseImages(JAVA[packageManager], build);
    return {
      stages: [
        {
          name: 'build',
          from: images.build,
          instructions: [
            `WORKDIR ${SOURCES}`,
            SOURCE_DATE,
            ...tool.described,
            run(tool.mounts, tool.fetch),
            copy('.', '.'),
            run(tool.mounts, ...(command ? [command] : form.build)),
          ],
        },
      ],
      run: images.run,
      artefacts: [{ stage: 'build', source: `${SOURCES}/${entry}`, target }, ...filesFrom('build', SOURCES, files)],
      env: {},
      // Out of memory it ends, so that it is started anew: what is left of it answers nobody.
      entrypoint: ['/usr/bin/java', `-XX:MaxRAMPercentage=${HEAP_PERCENT}`, '-XX:+ExitOnOutOfMemoryError', ...start],
      health: healthCommand(facts, undefined),
    };
  },
  ignored: ['target', '*/target', 'build', '*/build', '**/.gradle', '**/src/test', '**/*.class'],
};
