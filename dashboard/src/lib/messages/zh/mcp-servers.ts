import type { Catalogue } from '../catalogue.ts';

export const mcpServers: Catalogue['mcpServers'] = {
  title: '工具',
};
