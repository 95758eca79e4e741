/** Views, columns and groups of the list of devices. */
export const fleetViews = {
  views: 'Views',
  all: 'All devices',
  changed: (name: string) => `${name}, changed`,
  save: 'Save this view …',
  saveChanges: (name: string) => `Save the changes to ${name}`,
  rename: 'Rename …',
  makeDefault: 'Open the list with this view',
  noDefault: 'Do not open the list with this view',
  isDefault: 'opens first',
  delete: 'Delete …',
  name: 'Name of the view',
  nameTaken: 'There is a view of this name. Take another name.',
  saved: (name: string) => `The view ${name} was saved.`,
  deleteTitle: (name: string) => `Delete the view ${name}?`,
  deleteAbout: 'The devices stay as they are.',
  columns: 'Columns',
  usualColumns: 'The usual columns',
  column: {
    status: 'State',
    sync: 'Settings',
    group: 'Group',
    tags: 'Tags',
    owner: 'Owner',
    firmware: 'Firmware',
    hardware: 'Hardware',
    serial: 'Serial number',
    address: 'Address',
    transport: 'Transport',
    language: 'Language',
    offlineReason: 'Why it went',
    createdAt: 'Added',
    lastSeenAt: 'Seen',
  },
};

export const fleetGroups = {
  title: 'Groups',
  about:
    'Devices of a group share settings. A device is in one group or in none; tags are for everything finer.',
  name: 'Name',
  words: 'About it',
  devices: 'Devices',
  online: 'Online',
  settings: 'Settings',
  add: 'Add a group',
  edit: (name: string) => `Change ${name}`,
  deleteOf: (name: string) => `Delete ${name}`,
  settingsOf: (name: string) => `Settings of ${name}`,
  none: 'There is no group yet.',
  deleteTitle: (name: string) => `Delete the group ${name}?`,
  deleteAbout: (count: number, text: string) =>
    count === 0
      ? 'Its settings are deleted. No device is in it.'
      : count === 1
        ? 'Its settings are deleted. Its device stays, is in no group then, and gets the settings of the fleet at once.'
        : `Its settings are deleted. Its ${text} devices stay, are in no group then, and get the settings of the fleet at once.`,
};
