export const mcpServers = {
  title: 'Tools',
};
