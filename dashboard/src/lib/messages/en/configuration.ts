export const configuration = {
  title: 'Fleet settings',
};
