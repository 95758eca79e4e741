export const account = {
  title: 'Own settings',
};
