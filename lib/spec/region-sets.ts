/**
 * Regions among which a DynamoDB table can be strongly consistent: two hold it and a third is the witness, and any two of them decide
 * (DynamoDB Developer Guide, multi-Region strong consistency).
 */
export const REGION_SETS: readonly (readonly string[])[] = [
  ['us-east-1', 'us-east-2', 'us-west-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];
