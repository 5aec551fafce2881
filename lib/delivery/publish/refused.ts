/** What was asked for is not done, and nothing was pushed: the server or an earlier release stands against it. */
export class DeliveryRefused extends Error {
  override readonly name = 'DeliveryRefused';
}
