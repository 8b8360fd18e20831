import everywhere from './.dependency-cruiser.cjs';

/**
 * Within a library or an app a folder is a room: what it needs lies below it, and nothing below knows of it. Specs may look into
 * any room, and are left out.
 */
export default {
  forbidden: [
    {
      name: 'rooms-open-one-way',
      severity: 'error',
      comment:
        'Two folders of a library or an app import each other, at once or round about: move what both need below both.',
      scope: 'folder',
      from: { path: '^((libs|apps)/[^/]+)/' },
      to: { path: '^$1/', circular: true },
    },
    {
      name: 'rooms-do-not-know-the-hall',
      severity: 'error',
      comment: 'The files beside index.ts put the rooms together; no room imports them.',
      from: { path: '^(libs/(journey|statechart)/src)/[^/]+/' },
      to: { path: '^$1/[^/]+[.]ts$' },
    },
  ],
  options: {
    ...everywhere.options,
    exclude: { path: ['^dist', '[.](spec|prop|int-spec|e2e-spec)[.]ts$'] },
    includeOnly: { path: '^(apps|libs)/' },
  },
};
