import type { Purpose } from './identity';

/** What a pipeline knows about its run; each system has its own word for it. */
export type Fact = 'commit' | 'baseCommit' | 'pullRequest' | 'run' | 'runAddress' | 'repository' | 'buildAll';

/** A value of a step's environment. Whatever comes from outside goes through here, never into the text of a script. */
export type Value =
  | string
  | { readonly fact: Fact }
  /** The service that an image is built for. */
  | { readonly service: 'name' | 'context' }
  /** Its image, without tag and digest, in a registry. */
  | { readonly service: 'image'; readonly in: string }
  | { readonly token: 'run' | 'environments' }
  /** What an earlier step of the same stage made. */
  | { readonly output: string; readonly of: string }
  /** Everything that another stage made, as one JSON object. */
  | { readonly outputs: string }
  /** The digests that a stage let go: digest by service, as JSON. */
  | { readonly digests: string }
  /** Who signs images, as the certificate says. */
  | { readonly signer: 'identity' | 'issuer' };

/** A place in the flow of an image's digest; rule X25 checks their order. */
export type Gate = 'push' | 'sbom' | 'scan' | 'copy' | 'sign' | 'record' | 'verify' | 'publish';

/** Tools that a stage needs beyond Node, bash, git and jq. */
export type Tool = 'terraform' | 'cosign' | 'syft' | 'grype' | 'buildx';

/** A role of an AWS account, with the region that commands default to. */
export interface Role {
  readonly environment: string;
  readonly purpose: Purpose;
  readonly account: string;
  readonly region: string;
  readonly arn: string;
}

export type Step =
  | { readonly kind: 'checkout'; readonly history?: 'all' }
  | { readonly kind: 'install'; readonly tools?: readonly Tool[]; readonly packages?: boolean }
  | { readonly kind: 'assume-role'; readonly role: Role }
  | { readonly kind: 'registry-login'; readonly region: string; readonly host: string }
  | {
      readonly kind: 'run';
      readonly name: string;
      readonly script: string;
      readonly env?: Readonly<Record<string, Value>>;
      /** Makes its outputs readable by others. */
      readonly id?: string;
      /** Runs only after an earlier step has failed, to report it. */
      readonly onFailure?: boolean;
      /** What only GitHub needs; elsewhere the system itself does it. */
      readonly only?: 'github';
      readonly gate?: Gate;
    }
  /** Builds and pushes the image of a service; its digest is what everything after it refers to. */
  | { readonly kind: 'build-image'; readonly id: string; readonly repository: string; readonly platform: string; readonly gate: 'push' }
  /** A short-lived token that may write to the environments repository and to nothing else. */
  | { readonly kind: 'environments-token'; readonly repository: string }
  | { readonly kind: 'keep'; readonly name: string; readonly files: readonly string[] }
  | { readonly kind: 'fetch'; readonly name: string }
  | { readonly kind: 'upload-sarif'; readonly file: string };

/** A permission beyond reading the repository. */
export type Permission = 'id-token: write' | 'pull-requests: write' | 'security-events: write' | 'issues: write' | 'actions: read';

/** A group of which one stage runs at a time. There is no way to say that a running one is cut off. */
export interface Lock {
  readonly group: string;
}

/** Steps that run on one machine. */
export interface Stage {
  readonly id: string;
  readonly name: string;
  /** Stages that must have succeeded. */
  readonly needs: readonly string[];
  /** Protected environment, to which the role's trust is bound. */
  readonly environment?: string;
  /** A person approves before it starts. */
  readonly approval?: boolean;
  /** Runs only when a person asks for it, by this name. */
  readonly asked?: string;
  readonly permissions: readonly Permission[];
  readonly lock?: Lock;
  readonly timeoutMinutes: number;
  /** Runs once for each service to build, in parallel; a failure of one does not stop the others. */
  readonly eachService?: boolean;
  /** Runs although a stage that it needs has failed, to report it. */
  readonly always?: boolean;
  /** What only GitHub needs; elsewhere the system itself does it. */
  readonly only?: 'github';
  /** Never runs for a fork: it holds credentials. */
  readonly trustedOnly?: boolean;
  /** Output by name: the step that makes it. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** An image to build. */
export interface ImageBuild {
  readonly service: string;
  readonly context: string;
}

/** The registry of one cluster; images are `<host>/<path>/<service>`. */
export interface Registry {
  readonly environment: string;
  readonly region: string;
  readonly account: string;
  readonly host: string;
  readonly path: string;
}

/** How one environment is delivered. */
export interface Deployment {
  readonly environment: string;
  readonly lock: Lock;
  readonly stages: readonly Stage[];
}

/** Every pipeline of a platform; the renderers differ in words only. */
export interface Pipelines {
  readonly platform: string;
  readonly repository: string;
  readonly builds: readonly ImageBuild[];
  readonly pullRequest: readonly Stage[];
  /** Empty when no service declares a build. */
  readonly build: readonly Stage[];
  /** In the order of promotion. */
  readonly deployments: readonly Deployment[];
  readonly infrastructure: readonly Stage[];
  readonly drift: readonly Stage[];
  readonly restore: readonly Stage[];
  /** What rehearses the loss of a region. Empty where there is nothing to rehearse. */
  readonly gameDay: readonly Stage[];
}
