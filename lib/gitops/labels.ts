/** Labels of what synchronises a platform, for tools that select by them. */
export const gitOpsLabels = (platform: string, team: string) => ({
  'app.kubernetes.io/part-of': platform,
  'app.kubernetes.io/managed-by': 'holdfast',
  'holdfast.dev/team': team,
});
