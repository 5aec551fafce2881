/** The Gateway of public hosts. */
export const GATEWAY = 'public';
