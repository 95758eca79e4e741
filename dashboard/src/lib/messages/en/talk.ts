export const talk = {
  title: 'Talk',
};
