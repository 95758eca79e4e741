// Generated from the routes of broker/src/api by "npm run generate". Do not edit.
export interface paths {
    "/api/auth/device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A device signs in: a token that shows what is its own, and what is set for it */
        post: operations["signInDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/links/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a one-time link is for */
        post: operations["lookAtLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/links/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Use a one-time link: set a password, and sign in with it */
        post: operations["redeemLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with e-mail address and password */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the sign-in that the request comes with */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who asks, and what they may do */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change name, language or availability of oneself */
        patch: operations["changeMe"];
        trace?: never;
    };
    "/api/auth/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one can sign in here */
        get: operations["getSignInMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the provider sends the browser back to
         * @description Failures lead to /?signInProblem=CODE.
         */
        get: operations["finishOidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/oidc/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Send the browser to the provider */
        get: operations["startOidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the password; ends all other sign-ins */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get new tokens for the refresh token in the cookie, which is good once */
        post: operations["refreshSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where one is signed in, the last used first; at most 100 */
        get: operations["listMySignIns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-ins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out elsewhere */
        delete: operations["endMySignIn"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Devices by page, each with its settings */
        get: operations["listPlainDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A device with its settings */
        get: operations["getPlainDevice"];
        /** Changes what is given of a device and of its own settings; If-Match is honoured */
        put: operations["changePlainDevice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices/{id}/action": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells a device to do something: restart_session, disconnect, reboot, say, … */
        post: operations["actOnPlainDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mcp-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All MCP servers by name; there are never more than 500 */
        get: operations["listMcpServers"];
        put?: never;
        /** A new MCP server */
        post: operations["addMcpServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mcp-servers/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Connects to a server that is not added yet, and lists its tools */
        post: operations["tryMcpServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mcp-servers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An MCP server; its secrets are masked */
        get: operations["getMcpServer"];
        /** Replaces an MCP server; a masked secret stays as it is */
        put: operations["replaceMcpServer"];
        post?: never;
        /** Deletes an MCP server that no settings name, or with force any */
        delete: operations["deleteMcpServer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mcp-servers/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Connects to a server as it is set, or as the body would have it, and lists its tools */
        post: operations["tryMcpServerAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is, or was, wrong, the newest first; CSV with Accept: text/csv */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How people are told of alerts besides the log, as the configuration of the broker says */
        get: operations["listAlertChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a notice over all channels once, and says which took it */
        post: operations["testAlerts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that somebody sees to it: there are no more reminders */
        post: operations["acknowledgeAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of the tenant, without the keys themselves */
        get: operations["listApiKeys"];
        put?: never;
        /** Make a key; it is shown in this answer only */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a key; it is refused at once */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done, by whom; with Accept: text/csv all of it as a file */
        get: operations["listAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** For a device that nobody knows: a code to show or speak */
        post: operations["startClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/claims/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * For a device that shows a code: whether somebody claimed it, and then its secret
         * @description The secret is told again, for a day at most, until the device has signed in with it.
         */
        post: operations["pollClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/claims/{code}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the device that shows this code */
        post: operations["claimDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is set for a device */
        get: operations["getDeviceConfiguration"];
        /** Changes what is set for a device: what is left out stays, null takes a setting away */
        put: operations["setDeviceConfiguration"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/devices/{id}/inherited": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What holds for a device where nothing is set for it, and where each value comes from */
        get: operations["getDeviceInheritance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/devices/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All versions, newest first */
        get: operations["listDeviceConfigurationVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/devices/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version */
        get: operations["getDeviceConfigurationVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/devices/{id}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The settings of an earlier version, as a new one */
        post: operations["restoreDeviceConfigurationVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/fleet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is set for the fleet */
        get: operations["getFleetConfiguration"];
        /** Changes what is set for the fleet: what is left out stays, null takes a setting away */
        put: operations["setFleetConfiguration"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/fleet/inherited": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What holds for the fleet where nothing is set for it, and where each value comes from */
        get: operations["getFleetInheritance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/fleet/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All versions, newest first */
        get: operations["listFleetConfigurationVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/fleet/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version */
        get: operations["getFleetConfigurationVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/fleet/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The settings of an earlier version, as a new one */
        post: operations["restoreFleetConfigurationVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is set for a group */
        get: operations["getGroupConfiguration"];
        /** Changes what is set for a group: what is left out stays, null takes a setting away */
        put: operations["setGroupConfiguration"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/groups/{id}/inherited": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What holds for a group where nothing is set for it, and where each value comes from */
        get: operations["getGroupInheritance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/groups/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All versions, newest first */
        get: operations["listGroupConfigurationVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/groups/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version */
        get: operations["getGroupConfigurationVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/configuration/groups/{id}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The settings of an earlier version, as a new one */
        post: operations["restoreGroupConfigurationVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device-endpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where devices find the broker */
        get: operations["getDeviceEndpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All groups by name; there are never more than a thousand */
        get: operations["listDeviceGroups"];
        put?: never;
        /** A new group */
        post: operations["addDeviceGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device-groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A group */
        get: operations["getDeviceGroup"];
        put?: never;
        post?: never;
        /** Deletes a group and its settings; its devices stay */
        delete: operations["deleteDeviceGroup"];
        options?: never;
        head?: never;
        /** Changes what is given, and leaves the rest */
        patch: operations["changeDeviceGroup"];
        trace?: never;
    };
    "/api/v1/device-ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ids of all devices that a filter finds, to act on them in pieces; at most 10000 */
        get: operations["listDeviceIds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device-summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many devices a filter finds, and how many of them are where */
        get: operations["summariseDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device-tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tags that devices have, the most used first, at most a thousand */
        get: operations["listDeviceTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Devices by page; all of them as CSV with Accept: text/csv */
        get: operations["listDevices"];
        put?: never;
        /** A new device, and the secret that it signs in with */
        post: operations["addDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One action on many devices, by ids or by filter, with an answer for each */
        post: operations["actOnDevices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Devices from CSV: id, and name, group, tags, secret or secretHash; what is wrong is told by line */
        post: operations["importDevices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** New secrets for many devices; the old ones are good until the new ones are used, or end immediately */
        post: operations["rotateDeviceSecrets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A device, with what it said of itself and measured last */
        get: operations["getDevice"];
        put?: never;
        post?: never;
        /** Forgets a device; it is disconnected */
        delete: operations["deleteDevice"];
        options?: never;
        head?: never;
        /** Changes what is given, and leaves the rest */
        patch: operations["changeDevice"];
        trace?: never;
    };
    "/api/v1/devices/{id}/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The client certificate that the device signs in with over TLS, and no other; null for none */
        put: operations["setDeviceCertificate"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Commands to a device, newest first */
        get: operations["listDeviceCommands"];
        put?: never;
        /** Tells a device to do something, once, now */
        post: operations["commandDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/commands/{command}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A command, when there is a result or the time to wait is up */
        get: operations["getDeviceCommand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/configuration/effective": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is in force for a device, where each value comes from, and how far the device is with it */
        get: operations["getEffectiveConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** When it came and went, and why; newest first */
        get: operations["listDeviceEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret; the old one is good until the new one is used, or ends immediately */
        post: operations["rotateDeviceSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/self-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The broker's side of a device's self-test: one line of JSON for each leg, as it is known
         * @description A line is an ExaminedLeg. What takes the help of the device is skipped with the finding NEEDS_DEVICE: `pipit doctor`, or selfTest() of the SDK, tries that.
         */
        post: operations["testDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/telemetry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What it measured, oldest first; by default of the last day */
        get: operations["listDeviceTelemetry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{id}/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tools that a device offers now, as it answers */
        get: operations["listDeviceTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live events as server-sent events; goes on after Last-Event-ID
         * @description On "reset" something was missed: read again what you show. "levels" and "words" come only when they are asked for, together for all conversations, five times a second; "words" wants the permission messages:read.
         */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/latencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How long people waited: percentiles by day (usually of a week) or by device (of a day), of at most 31 days */
        get: operations["getLatencies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All MCP servers by name; there are never more than 500 */
        get: operations["listMcpServersV1"];
        put?: never;
        /** A new MCP server */
        post: operations["addMcpServerV1"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp-servers/sign-in/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the browser is sent back to after signing in to a server
         * @description With state and code, or error, as RFC 6749 (4.1.2) and RFC 9207 have them.
         */
        get: operations["finishMcpSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp-servers/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Connects to a server that is not added yet, and lists its tools */
        post: operations["tryMcpServerV1"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp-servers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An MCP server; its secrets are masked */
        get: operations["getMcpServerV1"];
        /** Replaces an MCP server; a masked secret stays as it is */
        put: operations["replaceMcpServerV1"];
        post?: never;
        /** Deletes an MCP server that no settings name, or with force any */
        delete: operations["deleteMcpServerV1"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp-servers/{id}/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Where to sign in to a server that asks for it
         * @description Open the address in a browser that is signed in here. The broker then keeps the tokens, encrypted, and renews them.
         */
        post: operations["startMcpSignIn"];
        /** Forgets a sign-in: its tokens are deleted */
        delete: operations["forgetMcpSignIn"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp-servers/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Connects to a server as it is set, or as the body would have it, and lists its tools */
        post: operations["tryMcpServerAgainV1"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp-servers/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whose settings name a server: the fleet, groups, devices; at most 1000 */
        get: operations["listMcpServerUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp-servers/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All versions of what is set for a server, newest first */
        get: operations["listMcpServerVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said, searched by words, device and time; the newest first; CSV with Accept: text/csv */
        get: operations["listMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One message */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/online": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many devices, people and conversations are there now */
        get: operations["getOnline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandboxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sandboxes that there are and were, the newest first: of the tenant, or of the person */
        get: operations["listSandboxes"];
        put?: never;
        /** Makes a sandbox before it is needed; 200 when there is one already */
        post: operations["createSandbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandboxes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A sandbox, who was last in it, and whether it is well at this moment */
        get: operations["getSandbox"];
        put?: never;
        post?: never;
        /** Ends a sandbox and the programs in it; those that are needed are started in another one */
        delete: operations["deleteSandbox"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandboxes/{id}/allocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conversations that used a server in a sandbox, the newest first */
        get: operations["listSandboxAllocations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandboxes/{id}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps a sandbox as if it was used just now */
        post: operations["refreshSandbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conversations, the newest first; CSV with Accept: text/csv */
        get: operations["listSessions"];
        put?: never;
        /**
         * Lays down the next conversation of a device, for a person or a workspace
         * @description The next conversation that the device opens gets this id, person and workspace. It takes the place of one that was laid down before; one that nobody comes to is removed.
         */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One conversation with its totals, its cost and what its start took */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /** Removes a conversation with its words, turns, course and sound; what it used stays counted */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks a conversation that is under way to end */
        post: operations["endSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The course of one conversation: first a snapshot, then what happens; of one that is over, its record
         * @description Without the permission messages:read, without what is said.
         */
        get: operations["getEventsOfSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said in one conversation, in order */
        get: operations["listMessagesOfSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was recorded of the sound of a conversation, piece by piece
         * @description One side of the conversation to a piece; another piece begins after ten minutes of silence, when consent was given anew, and when another broker went on. While the conversation is under way they grow, about once a second.
         */
        get: operations["getRecording"];
        put?: never;
        post?: never;
        /** Removes the sound of a conversation and leaves the rest */
        delete: operations["deleteRecording"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/recording/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One piece of a recording, whole or by Range; Ogg Opus, mono */
        get: operations["getRecordingPiece"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/turns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The turns of one conversation, in order */
        get: operations["listTurnsOfSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Settings of oneself, made with defaults at the first time */
        get: operations["getSettings"];
        /** Replace all settings of oneself; what is left out has its default */
        put: operations["replaceSettings"];
        post?: never;
        /** Back to the defaults */
        delete: operations["resetSettings"];
        options?: never;
        head?: never;
        /** Change parts of the settings of oneself; a part that is sent replaces the former */
        patch: operations["changeSettings"];
        trace?: never;
    };
    "/api/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Version, uptime, memory, pools, conversations, model, queues and disks of the broker */
        get: operations["getSystem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All tenants */
        get: operations["listTenants"];
        put?: never;
        /** Make a tenant and invite its first owner */
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename or disable a tenant; nobody and no device of a disabled one gets in */
        patch: operations["changeTenant"];
        trace?: never;
    };
    "/api/v1/trial-device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A device of one’s own, to try a configuration with; its secret is new each time */
        post: operations["beginTrial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/turns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Turns with their marks and spans, the newest first; CSV with Accept: text/csv */
        get: operations["listTurns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conversations, tokens and cost by hour, day, week or month, or in all; CSV with Accept: text/csv */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each device used, the costliest first, of at most 31 days; CSV with Accept: text/csv */
        get: operations["getUsageOfDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/usage/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often each tool was called, how it went and how long it took, of at most 31 days; CSV with Accept: text/csv */
        get: operations["getUsageOfTools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People of the tenant */
        get: operations["listUsers"];
        put?: never;
        /** Invite somebody, who sets a password by the link */
        post: operations["inviteUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of the people */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /** Remove somebody, with their sign-ins and keys */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /** Change, disable or unlock somebody; disabling ends their sign-ins at once */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/api/v1/users/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new link by which somebody sets a password; the former one is dead */
        post: operations["makeUserLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Voices of the model, and whether listening to one costs something */
        get: operations["listVoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voices/{id}/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A sentence that the model says with a voice, as WAV; said once, then kept for a while */
        post: operations["hearVoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process works */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures in the text format of Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether all that the broker needs is there */
        get: operations["getReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ChangedDevice: {
            address: string | null;
            /** @description when each change is felt, by setting */
            applied?: {
                [key: string]: "now" | "between_turns" | "next_conversation" | "when_device_acknowledges";
            };
            appliesTo?: {
                /** @description devices that are online and for which a value is another now */
                connected: number;
                /** @description of the same, those in conversation */
                inConversation: number;
            };
            capabilities: {
                [key: string]: unknown;
            } | null;
            certificateSha256: string | null;
            /** @description all that is in force: voice, systemPrompt, tools, … */
            config: {
                [key: string]: unknown;
            };
            /** @description of the device's own settings, for If-Match */
            configVersion: number;
            connectionId: string | null;
            /** Format: date-time */
            createdAt: string;
            enabled: boolean;
            firmwareName: string | null;
            firmwareVersion: string | null;
            group: {
                id: string;
                name: string;
            } | null;
            hardwareModel: string | null;
            hardwareSerial: string | null;
            hasSecret: boolean;
            id: string;
            language: string | null;
            lastSeenAt: string | null;
            /** @description of the broker's log lines about it */
            logLevel: string | null;
            name: string;
            /** @description since when a new secret waits for its first use */
            nextSecretAt: string | null;
            offlineAt: string | null;
            /** @description of the last time that it went */
            offlineReason: string | null;
            online: boolean;
            onlineAt: string | null;
            owner: {
                id: string;
                name: string;
            } | null;
            rotatedAt: string | null;
            /**
             * @description unstable: comes and goes; never: was not seen yet
             * @enum {string}
             */
            status: "online" | "unstable" | "offline" | "never";
            /**
             * @description how far it is with its settings
             * @enum {string}
             */
            sync: "in_sync" | "pending_offline" | "pending_sent" | "partially_applied" | "rejected" | "drifted";
            tags: string[];
            /** @description what it measured last */
            telemetry: {
                [key: string]: unknown;
            } | null;
            telemetryAt: string | null;
            transport: string | null;
        };
        ConfigurationChange: {
            /** @description when each change is felt, by setting */
            applied: {
                [key: string]: "now" | "between_turns" | "next_conversation" | "when_device_acknowledges";
            };
            appliesTo: {
                /** @description devices that are online and for which a value is another now */
                connected: number;
                /** @description of the same, those in conversation */
                inConversation: number;
            };
            changedAt: string | null;
            changedBy: string | null;
            /** @description the version that was brought back */
            restoredFrom: number | null;
            revision: number;
            /** @description as in the body of PUT */
            settings: {
                [key: string]: unknown;
            };
            /** @description 0 when nothing was ever set */
            version: number;
        };
        ConfigurationVersion: {
            changedAt: string | null;
            changedBy: string | null;
            /** @description the version that was brought back */
            restoredFrom: number | null;
            revision: number;
            /** @description as in the body of PUT */
            settings: {
                [key: string]: unknown;
            };
            /** @description 0 when nothing was ever set */
            version: number;
        };
        Device: {
            address: string | null;
            certificateSha256: string | null;
            connectionId: string | null;
            /** Format: date-time */
            createdAt: string;
            enabled: boolean;
            firmwareName: string | null;
            firmwareVersion: string | null;
            group: {
                id: string;
                name: string;
            } | null;
            hardwareModel: string | null;
            hardwareSerial: string | null;
            hasSecret: boolean;
            id: string;
            language: string | null;
            lastSeenAt: string | null;
            /** @description of the broker's log lines about it */
            logLevel: string | null;
            name: string;
            /** @description since when a new secret waits for its first use */
            nextSecretAt: string | null;
            offlineAt: string | null;
            /** @description of the last time that it went */
            offlineReason: string | null;
            online: boolean;
            onlineAt: string | null;
            owner: {
                id: string;
                name: string;
            } | null;
            rotatedAt: string | null;
            /**
             * @description unstable: comes and goes; never: was not seen yet
             * @enum {string}
             */
            status: "online" | "unstable" | "offline" | "never";
            /**
             * @description how far it is with its settings
             * @enum {string}
             */
            sync: "in_sync" | "pending_offline" | "pending_sent" | "partially_applied" | "rejected" | "drifted";
            tags: string[];
            transport: string | null;
        };
        DeviceCommand: {
            command: {
                /** @constant */
                kind: "reboot";
            } | {
                /** @constant */
                kind: "identify";
            } | {
                /** @constant */
                kind: "set_volume";
                percent: number;
            } | {
                /** @default  */
                argument: string;
                /** @constant */
                kind: "custom";
                name: string;
            } | {
                /** @constant */
                kind: "restart_session";
            } | {
                /** @constant */
                kind: "disconnect";
            } | {
                /** @constant */
                kind: "say";
                text: string;
            };
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** Format: date-time */
            deadlineAt: string;
            /** @description for people, or what a command of the maker gave back */
            detail: string | null;
            deviceId: string;
            finishedAt: string | null;
            id: number;
            /** @enum {string} */
            status: "created" | "sent" | "accepted" | "succeeded" | "failed" | "rejected" | "timed_out" | "offline";
        };
        DeviceDetail: {
            address: string | null;
            capabilities: {
                [key: string]: unknown;
            } | null;
            certificateSha256: string | null;
            connectionId: string | null;
            /** Format: date-time */
            createdAt: string;
            enabled: boolean;
            firmwareName: string | null;
            firmwareVersion: string | null;
            group: {
                id: string;
                name: string;
            } | null;
            hardwareModel: string | null;
            hardwareSerial: string | null;
            hasSecret: boolean;
            id: string;
            language: string | null;
            lastSeenAt: string | null;
            /** @description of the broker's log lines about it */
            logLevel: string | null;
            name: string;
            /** @description since when a new secret waits for its first use */
            nextSecretAt: string | null;
            offlineAt: string | null;
            /** @description of the last time that it went */
            offlineReason: string | null;
            online: boolean;
            onlineAt: string | null;
            owner: {
                id: string;
                name: string;
            } | null;
            rotatedAt: string | null;
            /**
             * @description unstable: comes and goes; never: was not seen yet
             * @enum {string}
             */
            status: "online" | "unstable" | "offline" | "never";
            /**
             * @description how far it is with its settings
             * @enum {string}
             */
            sync: "in_sync" | "pending_offline" | "pending_sent" | "partially_applied" | "rejected" | "drifted";
            tags: string[];
            /** @description what it measured last */
            telemetry: {
                [key: string]: unknown;
            } | null;
            telemetryAt: string | null;
            transport: string | null;
        };
        DeviceGroup: {
            about: string;
            /** Format: date-time */
            createdAt: string;
            devices: number;
            id: string;
            name: string;
            online: number;
        };
        DeviceWithSettings: {
            address: string | null;
            capabilities: {
                [key: string]: unknown;
            } | null;
            certificateSha256: string | null;
            /** @description all that is in force: voice, systemPrompt, tools, … */
            config: {
                [key: string]: unknown;
            };
            connectionId: string | null;
            /** Format: date-time */
            createdAt: string;
            enabled: boolean;
            firmwareName: string | null;
            firmwareVersion: string | null;
            group: {
                id: string;
                name: string;
            } | null;
            hardwareModel: string | null;
            hardwareSerial: string | null;
            hasSecret: boolean;
            id: string;
            language: string | null;
            lastSeenAt: string | null;
            /** @description of the broker's log lines about it */
            logLevel: string | null;
            name: string;
            /** @description since when a new secret waits for its first use */
            nextSecretAt: string | null;
            offlineAt: string | null;
            /** @description of the last time that it went */
            offlineReason: string | null;
            online: boolean;
            onlineAt: string | null;
            owner: {
                id: string;
                name: string;
            } | null;
            rotatedAt: string | null;
            /**
             * @description unstable: comes and goes; never: was not seen yet
             * @enum {string}
             */
            status: "online" | "unstable" | "offline" | "never";
            /**
             * @description how far it is with its settings
             * @enum {string}
             */
            sync: "in_sync" | "pending_offline" | "pending_sent" | "partially_applied" | "rejected" | "drifted";
            tags: string[];
            /** @description what it measured last */
            telemetry: {
                [key: string]: unknown;
            } | null;
            telemetryAt: string | null;
            transport: string | null;
        };
        EffectiveConfiguration: {
            /** @description what the device itself is told, and what became of it */
            device: {
                keys: {
                    [key: string]: {
                        reported: boolean | number | string | null;
                        /** @enum {string} */
                        state: "applied" | "pending" | "refused" | "drifted" | "not_reported";
                        text: string;
                        wanted: boolean | number | string;
                    };
                };
                /** @description of a pending state: when it was set, or when the device came back since; null if not known */
                pendingSince: string | null;
                reportedAt: string | null;
                reportedRevision: number | null;
                revision: number;
                /** @enum {string} */
                state: "in_sync" | "pending_offline" | "pending_sent" | "partially_applied" | "rejected" | "drifted";
            };
            deviceId: string;
            revision: number;
            values: {
                [key: string]: {
                    /** @enum {string} */
                    scope: "default" | "fleet" | "group" | "device";
                    scopeId: string | null;
                    /**
                     * @description who uses it
                     * @enum {string}
                     */
                    side: "device" | "broker";
                    value: (boolean | number | string) | string[];
                    version: number | null;
                };
            };
            warnings: string[];
        };
        OneDeviceWithSettings: {
            address: string | null;
            capabilities: {
                [key: string]: unknown;
            } | null;
            certificateSha256: string | null;
            /** @description all that is in force: voice, systemPrompt, tools, … */
            config: {
                [key: string]: unknown;
            };
            /** @description of the device's own settings, for If-Match */
            configVersion: number;
            connectionId: string | null;
            /** Format: date-time */
            createdAt: string;
            enabled: boolean;
            firmwareName: string | null;
            firmwareVersion: string | null;
            group: {
                id: string;
                name: string;
            } | null;
            hardwareModel: string | null;
            hardwareSerial: string | null;
            hasSecret: boolean;
            id: string;
            language: string | null;
            lastSeenAt: string | null;
            /** @description of the broker's log lines about it */
            logLevel: string | null;
            name: string;
            /** @description since when a new secret waits for its first use */
            nextSecretAt: string | null;
            offlineAt: string | null;
            /** @description of the last time that it went */
            offlineReason: string | null;
            online: boolean;
            onlineAt: string | null;
            owner: {
                id: string;
                name: string;
            } | null;
            rotatedAt: string | null;
            /**
             * @description unstable: comes and goes; never: was not seen yet
             * @enum {string}
             */
            status: "online" | "unstable" | "offline" | "never";
            /**
             * @description how far it is with its settings
             * @enum {string}
             */
            sync: "in_sync" | "pending_offline" | "pending_sent" | "partially_applied" | "rejected" | "drifted";
            tags: string[];
            /** @description what it measured last */
            telemetry: {
                [key: string]: unknown;
            } | null;
            telemetryAt: string | null;
            transport: string | null;
        };
        /** @description a problem as in RFC 9457 */
        Problem: {
            /**
             * @description stable; rely on this
             * @enum {string}
             */
            code: "BAD_REQUEST" | "MALFORMED_JSON" | "CURSOR_INVALID" | "IDEMPOTENCY_KEY_INVALID" | "IF_MATCH_INVALID" | "TOO_LARGE" | "RANGE_INVALID" | "UNSUPPORTED_MEDIA_TYPE" | "INVALID_INPUT" | "IDEMPOTENCY_KEY_REUSED" | "HEADERS_TOO_LARGE" | "SIGN_IN_REQUIRED" | "CREDENTIALS_INVALID" | "SESSION_EXPIRED" | "LINK_INVALID" | "FORBIDDEN" | "CSRF" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "NOT_ACCEPTABLE" | "TIMEOUT" | "CONFLICT" | "ALREADY_EXISTS" | "IDEMPOTENCY_IN_FLIGHT" | "IDEMPOTENCY_WITHHELD" | "GONE" | "VERSION_STALE" | "VERSION_REQUIRED" | "RATE_LIMITED" | "ACCOUNT_LOCKED" | "INTERNAL" | "PROVIDER_FAILED" | "UNAVAILABLE" | "TOO_MANY_STREAMS";
            /** @description of what is there, when the version was stale */
            currentVersion?: number;
            /** @description what was wrong and what to do */
            detail: string;
            errors: {
                code: string;
                detail: string;
                pointer: string;
            }[];
            /** @description the path that was asked */
            instance: string;
            /** @description what is lacking, when something is forbidden */
            permission?: string;
            /** @description the same as in the log of the broker */
            requestId: string;
            status: number;
            title: string;
            /** @description a name for the kind of problem, the same for the same code */
            type: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    signInDevice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    deviceId: string;
                    secret: string;
                } | {
                    deviceId: string;
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description for the header Authorization: Bearer */
                        accessToken: string;
                        /** @description what is in force, by key */
                        configuration: {
                            [key: string]: unknown;
                        };
                        /** Format: date-time */
                        expiresAt: string;
                        /** @description of what is set */
                        revision: number;
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CREDENTIALS_INVALID */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ACCOUNT_LOCKED, RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookAtLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description what stands behind the # of the link */
                    token: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description null for the set-up, which asks for it */
                        email: string | null;
                        /** Format: date-time */
                        expiresAt: string;
                        name: string | null;
                        /** @enum {string} */
                        purpose: "setup" | "invitation" | "password";
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description LINK_INVALID */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeemLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: email
                     * @description of the first owner, for the set-up only
                     */
                    email?: string;
                    /** @description of the first owner, for the set-up only */
                    name?: string;
                    password: string;
                    /** @description what stands behind the # of the link */
                    token: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description for the header Authorization: Bearer; browsers have it as a cookie */
                        accessToken: string;
                        /**
                         * Format: date-time
                         * @description of the access token
                         */
                        expiresAt: string;
                        /**
                         * Format: date-time
                         * @description of the refresh token, which is in a cookie only
                         */
                        refreshExpiresAt: string;
                        user: {
                            /** @enum {string} */
                            availability: "online" | "busy" | "offline";
                            /** Format: date-time */
                            createdAt: string;
                            email: string;
                            id: string;
                            language: string | null;
                            lastSignInAt: string | null;
                            maxConversations: number;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "viewer" | "device_user";
                            /**
                             * @description invited: has not set a password yet; locked: after too many failures
                             * @enum {string}
                             */
                            status: "active" | "invited" | "locked" | "disabled";
                        };
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_EXISTS */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description LINK_INVALID */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description for the header Authorization: Bearer; browsers have it as a cookie */
                        accessToken: string;
                        /**
                         * Format: date-time
                         * @description of the access token
                         */
                        expiresAt: string;
                        /**
                         * Format: date-time
                         * @description of the refresh token, which is in a cookie only
                         */
                        refreshExpiresAt: string;
                        user: {
                            /** @enum {string} */
                            availability: "online" | "busy" | "offline";
                            /** Format: date-time */
                            createdAt: string;
                            email: string;
                            id: string;
                            language: string | null;
                            lastSignInAt: string | null;
                            maxConversations: number;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "viewer" | "device_user";
                            /**
                             * @description invited: has not set a password yet; locked: after too many failures
                             * @enum {string}
                             */
                            status: "active" | "invited" | "locked" | "disabled";
                        };
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CREDENTIALS_INVALID */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ACCOUNT_LOCKED, RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description CSRF */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        principal: {
                            id: string;
                            /** @enum {string} */
                            kind: "user" | "apiKey" | "device" | "local";
                            name: string;
                            permissions: ("devices:read" | "devices:write" | "devices:delete" | "devices:secrets" | "devices:command" | "configuration:read" | "configuration:write" | "groups:write" | "sessions:read" | "sessions:write" | "sessions:delete" | "messages:read" | "recordings:read" | "users:read" | "users:write" | "apiKeys:read" | "apiKeys:write" | "tenants:read" | "tenants:write" | "audit:read" | "alerts:read" | "alerts:write" | "mcpServers:read" | "mcpServers:write" | "sandboxes:read" | "sandboxes:write" | "system:read" | "settings:self")[];
                            role: ("owner" | "admin" | "operator" | "viewer" | "device_user") | null;
                            /**
                             * @description own: only devices of their own
                             * @enum {string}
                             */
                            scope: "tenant" | "own";
                            tenantId: string;
                        };
                        /** @description null for programs */
                        user: {
                            /** @enum {string} */
                            availability: "online" | "busy" | "offline";
                            /** Format: date-time */
                            createdAt: string;
                            email: string;
                            id: string;
                            language: string | null;
                            lastSignInAt: string | null;
                            maxConversations: number;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "viewer" | "device_user";
                            /**
                             * @description invited: has not set a password yet; locked: after too many failures
                             * @enum {string}
                             */
                            status: "active" | "invited" | "locked" | "disabled";
                        } | null;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    availability?: "online" | "busy" | "offline";
                    language?: string;
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        availability: "online" | "busy" | "offline";
                        /** Format: date-time */
                        createdAt: string;
                        email: string;
                        id: string;
                        language: string | null;
                        lastSignInAt: string | null;
                        maxConversations: number;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "operator" | "viewer" | "device_user";
                        /**
                         * @description invited: has not set a password yet; locked: after too many failures
                         * @enum {string}
                         */
                        status: "active" | "invited" | "locked" | "disabled";
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSignInMethods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        oidc: boolean;
                        password: boolean;
                    };
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishOidc: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startOidc: {
        parameters: {
            query?: {
                /** @description a path of this address, for afterwards */
                returnTo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PROVIDER_FAILED */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ACCOUNT_LOCKED, RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refreshSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description for the header Authorization: Bearer; browsers have it as a cookie */
                        accessToken: string;
                        /**
                         * Format: date-time
                         * @description of the access token
                         */
                        expiresAt: string;
                        /**
                         * Format: date-time
                         * @description of the refresh token, which is in a cookie only
                         */
                        refreshExpiresAt: string;
                        user: {
                            /** @enum {string} */
                            availability: "online" | "busy" | "offline";
                            /** Format: date-time */
                            createdAt: string;
                            email: string;
                            id: string;
                            language: string | null;
                            lastSignInAt: string | null;
                            maxConversations: number;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "viewer" | "device_user";
                            /**
                             * @description invited: has not set a password yet; locked: after too many failures
                             * @enum {string}
                             */
                            status: "active" | "invited" | "locked" | "disabled";
                        };
                    };
                };
            };
            /** @description SESSION_EXPIRED, SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMySignIns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            address: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** @description the one that asks */
                            current: boolean;
                            /** Format: date-time */
                            expiresAt: string;
                            id: string;
                            /** Format: date-time */
                            lastUsedAt: string;
                            /** @enum {string} */
                            method: "password" | "oidc" | "proxy" | "link";
                            userAgent: string | null;
                        }[];
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endMySignIn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPlainDevices: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "id" | "-id" | "name" | "-name" | "createdAt" | "-createdAt" | "lastSeenAt" | "-lastSeenAt";
                /** @description what id or name begins with */
                q?: string;
                status?: "online" | "unstable" | "offline" | "never";
                /** @description id of the group, or "none" */
                group?: string;
                /** @description may be repeated: all of them */
                tag?: string[];
                firmware?: string;
                hardware?: string;
                /** @description id of the person, or "none" */
                owner?: string;
                enabled?: "true" | "false";
                sync?: "in_sync" | "pending_offline" | "pending_sent" | "partially_applied" | "rejected" | "drifted";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DeviceWithSettings"][];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlainDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneDeviceWithSettings"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePlainDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description settings; what is left out stays as it is, null takes one away */
                    config?: {
                        brightness?: number | null;
                        /** @description how soon a pause ends the turn */
                        endpointing?: ("HIGH" | "MEDIUM" | "LOW") | null;
                        /** @description what the device says first, when a conversation begins; off when not set */
                        greeting?: string | null;
                        /** @description knowledge base of Amazon Bedrock, for look-ups */
                        knowledgeBaseId?: string | null;
                        /** @description function that is offered as a tool */
                        lambdaArn?: string | null;
                        /** @description BCP 47 tag: what is spoken; also told to the device */
                        language?: string | null;
                        listenMode?: ("AUTOMATIC" | "PUSH_TO_TALK" | "ALWAYS_OPEN") | null;
                        logLevel?: ("error" | "warn" | "info" | "debug") | null;
                        /** @description longest answer */
                        maxTokens?: number | null;
                        /** @description ids of the MCP servers whose tools are offered */
                        mcpServers?: string[] | null;
                        microphoneGainDb?: number | null;
                        /** @description people have consented to recordings of what they say */
                        recording?: boolean | null;
                        /** @description what becomes of an answer that a lost link cut off */
                        resume?: ("continue" | "repeat" | "drop") | null;
                        /** @description what the model is told about its role */
                        systemPrompt?: string | null;
                        telemetryIntervalS?: number | null;
                        /** @description randomness of the answer */
                        temperature?: number | null;
                        /** @description which kinds of tools the model may use */
                        tools?: {
                            /** @description an agent that uses the other tools in several steps */
                            agent?: boolean | null;
                            /** @description inline agents of Bedrock */
                            agents?: boolean | null;
                            /** @description tools that the device offers itself; on when not set */
                            device?: boolean | null;
                            /** @description look-ups in the knowledge base */
                            knowledgeBase?: boolean | null;
                            /** @description tools of MCP servers */
                            mcp?: boolean | null;
                        } | null;
                        /** @description nucleus sampling */
                        topP?: number | null;
                        /** @description voice of the model */
                        voice?: ("tiffany" | "matthew" | "amy" | "olivia" | "kiara" | "arjun" | "ambre" | "florian" | "beatrice" | "lorenzo" | "tina" | "lennart" | "lupe" | "carlos" | "carolina" | "leo") | null;
                        volume?: number | null;
                        wakeWord?: boolean | null;
                        x?: {
                            [key: string]: boolean | number | string | null;
                        } | null;
                    };
                    enabled?: boolean;
                    groupId?: string | null;
                    logLevel?: ("error" | "warn" | "info" | "debug" | "trace") | null;
                    name?: string;
                    ownerId?: string | null;
                    tags?: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedDevice"];
                };
            };
            /** @description IF_MATCH_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_STALE */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    actOnPlainDevice: {
        parameters: {
            query?: {
                /** @description seconds to wait for the result, at most 30 */
                wait?: number;
            };
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    action: "reboot";
                } | {
                    /** @enum {string} */
                    action: "identify";
                } | {
                    /** @enum {string} */
                    action: "set_volume";
                    percent: number;
                } | {
                    /** @enum {string} */
                    action: "custom";
                    /** @default  */
                    argument?: string;
                    name: string;
                } | {
                    /** @enum {string} */
                    action: "restart_session";
                } | {
                    /** @enum {string} */
                    action: "disconnect";
                } | {
                    /** @enum {string} */
                    action: "say";
                    text: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceCommand"];
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_IN_FLIGHT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMcpServers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            args?: string[];
                            command?: string;
                            /** Format: date-time */
                            createdAt: string;
                            enabled: boolean;
                            /** @description values are masked */
                            env?: {
                                [key: string]: string;
                            };
                            /** @description values are masked */
                            headers?: {
                                [key: string]: string;
                            };
                            /** @description in this broker, the worst of its instances; null while nobody has needed it */
                            health: {
                                /** @description one after the other */
                                failures: number;
                                /** @description as it calls itself */
                                info: {
                                    name: string;
                                    version: string;
                                } | null;
                                /** @description places where it is at work: a program may run once for each user or conversation */
                                instances: number;
                                lastError: string | null;
                                /** Format: date-time */
                                since: string;
                                /**
                                 * @description waiting: it failed, and is tried again
                                 * @enum {string}
                                 */
                                state: "stopped" | "starting" | "running" | "waiting";
                                tools: number;
                                /** @description conversations that have it */
                                users: number;
                            } | null;
                            id: string;
                            name: string;
                            /** @description whether the program may reach other machines */
                            network?: boolean;
                            oauth?: {
                                clientId?: string;
                                /** @description masked */
                                clientSecret?: string;
                                /** @enum {string} */
                                grant: "authorizationCode" | "clientCredentials";
                                issuer?: string;
                                scope?: string;
                            };
                            /** @description whether somebody has signed in to it, where it asks for that */
                            signedIn: {
                                by: string;
                                /** Format: date-time */
                                since: string;
                            } | null;
                            /** @enum {string} */
                            transport: "stdio" | "http" | "sse";
                            /** Format: date-time */
                            updatedAt: string;
                            updatedBy: string;
                            url?: string;
                            version: number;
                        }[];
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addMcpServer: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    args?: string[];
                    command: string;
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description variables of the process; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    env?: {
                        [key: string]: string;
                    };
                    name: string;
                    /**
                     * @description whether the program may reach other machines, where sandboxes can keep it from that
                     * @default false
                     */
                    network?: boolean;
                    /** @enum {string} */
                    transport: "stdio";
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "http";
                    /** Format: uri */
                    url: string;
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "sse";
                    /** Format: uri */
                    url: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        args?: string[];
                        command?: string;
                        /** Format: date-time */
                        createdAt: string;
                        enabled: boolean;
                        /** @description values are masked */
                        env?: {
                            [key: string]: string;
                        };
                        /** @description values are masked */
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description in this broker, the worst of its instances; null while nobody has needed it */
                        health: {
                            /** @description one after the other */
                            failures: number;
                            /** @description as it calls itself */
                            info: {
                                name: string;
                                version: string;
                            } | null;
                            /** @description places where it is at work: a program may run once for each user or conversation */
                            instances: number;
                            lastError: string | null;
                            /** Format: date-time */
                            since: string;
                            /**
                             * @description waiting: it failed, and is tried again
                             * @enum {string}
                             */
                            state: "stopped" | "starting" | "running" | "waiting";
                            tools: number;
                            /** @description conversations that have it */
                            users: number;
                        } | null;
                        id: string;
                        name: string;
                        /** @description whether the program may reach other machines */
                        network?: boolean;
                        oauth?: {
                            clientId?: string;
                            /** @description masked */
                            clientSecret?: string;
                            /** @enum {string} */
                            grant: "authorizationCode" | "clientCredentials";
                            issuer?: string;
                            scope?: string;
                        };
                        /** @description whether somebody has signed in to it, where it asks for that */
                        signedIn: {
                            by: string;
                            /** Format: date-time */
                            since: string;
                        } | null;
                        /** @enum {string} */
                        transport: "stdio" | "http" | "sse";
                        /** Format: date-time */
                        updatedAt: string;
                        updatedBy: string;
                        url?: string;
                        version: number;
                    };
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_EXISTS, CONFLICT, IDEMPOTENCY_IN_FLIGHT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    args?: string[];
                    command: string;
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description variables of the process; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    env?: {
                        [key: string]: string;
                    };
                    name: string;
                    /**
                     * @description whether the program may reach other machines, where sandboxes can keep it from that
                     * @default false
                     */
                    network?: boolean;
                    /** @enum {string} */
                    transport: "stdio";
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "http";
                    /** Format: uri */
                    url: string;
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "sse";
                    /** Format: uri */
                    url: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        durationMs: number;
                        /** @description why it could not be reached, or not be started */
                        error: string | null;
                        info: {
                            name: string;
                            version: string;
                        } | null;
                        ok: boolean;
                        tools: {
                            description: string;
                            /** @description JSON Schema of the arguments, as the server says it */
                            inputSchema: {
                                [key: string]: unknown;
                            };
                            name: string;
                        }[];
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        args?: string[];
                        command?: string;
                        /** Format: date-time */
                        createdAt: string;
                        enabled: boolean;
                        /** @description values are masked */
                        env?: {
                            [key: string]: string;
                        };
                        /** @description values are masked */
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description in this broker, the worst of its instances; null while nobody has needed it */
                        health: {
                            /** @description one after the other */
                            failures: number;
                            /** @description as it calls itself */
                            info: {
                                name: string;
                                version: string;
                            } | null;
                            /** @description places where it is at work: a program may run once for each user or conversation */
                            instances: number;
                            lastError: string | null;
                            /** Format: date-time */
                            since: string;
                            /**
                             * @description waiting: it failed, and is tried again
                             * @enum {string}
                             */
                            state: "stopped" | "starting" | "running" | "waiting";
                            tools: number;
                            /** @description conversations that have it */
                            users: number;
                        } | null;
                        id: string;
                        name: string;
                        /** @description whether the program may reach other machines */
                        network?: boolean;
                        oauth?: {
                            clientId?: string;
                            /** @description masked */
                            clientSecret?: string;
                            /** @enum {string} */
                            grant: "authorizationCode" | "clientCredentials";
                            issuer?: string;
                            scope?: string;
                        };
                        /** @description whether somebody has signed in to it, where it asks for that */
                        signedIn: {
                            by: string;
                            /** Format: date-time */
                            since: string;
                        } | null;
                        /** @enum {string} */
                        transport: "stdio" | "http" | "sse";
                        /** Format: date-time */
                        updatedAt: string;
                        updatedBy: string;
                        url?: string;
                        version: number;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    args?: string[];
                    command: string;
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description variables of the process; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    env?: {
                        [key: string]: string;
                    };
                    name: string;
                    /**
                     * @description whether the program may reach other machines, where sandboxes can keep it from that
                     * @default false
                     */
                    network?: boolean;
                    /** @enum {string} */
                    transport: "stdio";
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "http";
                    /** Format: uri */
                    url: string;
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "sse";
                    /** Format: uri */
                    url: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        args?: string[];
                        command?: string;
                        /** Format: date-time */
                        createdAt: string;
                        enabled: boolean;
                        /** @description values are masked */
                        env?: {
                            [key: string]: string;
                        };
                        /** @description values are masked */
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description in this broker, the worst of its instances; null while nobody has needed it */
                        health: {
                            /** @description one after the other */
                            failures: number;
                            /** @description as it calls itself */
                            info: {
                                name: string;
                                version: string;
                            } | null;
                            /** @description places where it is at work: a program may run once for each user or conversation */
                            instances: number;
                            lastError: string | null;
                            /** Format: date-time */
                            since: string;
                            /**
                             * @description waiting: it failed, and is tried again
                             * @enum {string}
                             */
                            state: "stopped" | "starting" | "running" | "waiting";
                            tools: number;
                            /** @description conversations that have it */
                            users: number;
                        } | null;
                        id: string;
                        name: string;
                        /** @description whether the program may reach other machines */
                        network?: boolean;
                        oauth?: {
                            clientId?: string;
                            /** @description masked */
                            clientSecret?: string;
                            /** @enum {string} */
                            grant: "authorizationCode" | "clientCredentials";
                            issuer?: string;
                            scope?: string;
                        };
                        /** @description whether somebody has signed in to it, where it asks for that */
                        signedIn: {
                            by: string;
                            /** Format: date-time */
                            since: string;
                        } | null;
                        /** @enum {string} */
                        transport: "stdio" | "http" | "sse";
                        /** Format: date-time */
                        updatedAt: string;
                        updatedBy: string;
                        url?: string;
                        version: number;
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_EXISTS */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_STALE */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMcpServer: {
        parameters: {
            query?: {
                force?: "true" | "false";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryMcpServerAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default [] */
                    args?: string[];
                    command: string;
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description variables of the process; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    env?: {
                        [key: string]: string;
                    };
                    name: string;
                    /**
                     * @description whether the program may reach other machines, where sandboxes can keep it from that
                     * @default false
                     */
                    network?: boolean;
                    /** @enum {string} */
                    transport: "stdio";
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "http";
                    /** Format: uri */
                    url: string;
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "sse";
                    /** Format: uri */
                    url: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        durationMs: number;
                        /** @description why it could not be reached, or not be started */
                        error: string | null;
                        info: {
                            name: string;
                            version: string;
                        } | null;
                        ok: boolean;
                        tools: {
                            description: string;
                            /** @description JSON Schema of the arguments, as the server says it */
                            inputSchema: {
                                [key: string]: unknown;
                            };
                            name: string;
                        }[];
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "openedAt" | "-openedAt";
                /** @description whether it is still wrong */
                open?: "true" | "false";
                severity?: "info" | "warning" | "critical";
                rule?: string;
                /** @description not before, like 2026-01-31T12:00:00Z */
                from?: string;
                /** @description before, like 2026-01-31T12:00:00Z */
                to?: string;
                /** @description 1: CSV with a byte order mark, for Excel */
                bom?: "0" | "1";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            acknowledgedAt: string | null;
                            acknowledgedBy: string | null;
                            /** @description what that person said about it */
                            acknowledgedNote: string | null;
                            detail: {
                                [key: string]: unknown;
                            };
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            lastAt: string;
                            /** Format: date-time */
                            openedAt: string;
                            resolvedAt: string | null;
                            rule: string;
                            /** @enum {string} */
                            severity: "info" | "warning" | "critical";
                            /**
                             * @description superseded: goes on as part of another alert; closed: what it was about was put away
                             * @enum {string}
                             */
                            status: "open" | "acknowledged" | "resolved" | "superseded" | "closed";
                            subject: {
                                id: string;
                                kind: string;
                            } | null;
                            /** @description how often people were told of it */
                            times: number;
                            title: string;
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                    "text/csv": string;
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlertChannels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        readonly items: {
                            /** @enum {string} */
                            channel: "webhook" | "wecom" | "email";
                            /** @description where it goes to; null when it is not set */
                            host: string | null;
                            /** @description of mails */
                            recipients: number | null;
                        }[];
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description empty when no channel is set */
                        channels: {
                            /** @enum {string} */
                            channel: "webhook" | "wecom" | "email";
                            /** @description why it did not arrive */
                            error: string | null;
                            ok: boolean;
                        }[];
                        noticeId: string;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledgeAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description for the others who look at it */
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        acknowledgedAt: string | null;
                        acknowledgedBy: string | null;
                        /** @description what that person said about it */
                        acknowledgedNote: string | null;
                        detail: {
                            [key: string]: unknown;
                        };
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        lastAt: string;
                        /** Format: date-time */
                        openedAt: string;
                        resolvedAt: string | null;
                        rule: string;
                        /** @enum {string} */
                        severity: "info" | "warning" | "critical";
                        /**
                         * @description superseded: goes on as part of another alert; closed: what it was about was put away
                         * @enum {string}
                         */
                        status: "open" | "acknowledged" | "resolved" | "superseded" | "closed";
                        subject: {
                            id: string;
                            kind: string;
                        } | null;
                        /** @description how often people were told of it */
                        times: number;
                        title: string;
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "createdAt" | "-createdAt";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            createdAt: string;
                            /** @description id of the user it acts for; null for the owner of the machine */
                            createdBy: string | null;
                            expiresAt: string | null;
                            id: string;
                            /** @description to the minute */
                            lastUsedAt: string | null;
                            name: string;
                            permissions: string[];
                            /** @description how the key begins */
                            prefix: string;
                            revokedAt: string | null;
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description never when left out
                     */
                    expiresAt?: string;
                    name: string;
                    permissions: ("devices:read" | "devices:write" | "devices:delete" | "devices:secrets" | "devices:command" | "configuration:read" | "configuration:write" | "groups:write" | "sessions:read" | "sessions:write" | "sessions:delete" | "messages:read" | "recordings:read" | "users:read" | "users:write" | "apiKeys:read" | "apiKeys:write" | "tenants:read" | "tenants:write" | "audit:read" | "alerts:read" | "alerts:write" | "mcpServers:read" | "mcpServers:write" | "sandboxes:read" | "sandboxes:write" | "system:read" | "settings:self")[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        /** @description id of the user it acts for; null for the owner of the machine */
                        createdBy: string | null;
                        expiresAt: string | null;
                        id: string;
                        /** @description keep it: it is shown once */
                        key: string;
                        /** @description to the minute */
                        lastUsedAt: string | null;
                        name: string;
                        permissions: string[];
                        /** @description how the key begins */
                        prefix: string;
                        revokedAt: string | null;
                    };
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_WITHHELD */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditLog: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "at" | "-at";
                from?: string;
                /** @description exclusive */
                to?: string;
                /** @description id of who did it */
                actor?: string;
                action?: "alert.acknowledge" | "apiKey.create" | "apiKey.revoke" | "configuration.change" | "configuration.restore" | "device.certificate.set" | "device.change" | "device.claim" | "device.command" | "device.create" | "device.delete" | "device.disable" | "device.enable" | "device.import" | "device.move" | "device.passwordSignIn" | "device.secret.rotate" | "device.tag" | "device.untag" | "group.change" | "group.create" | "group.delete" | "link.invitation" | "link.password" | "link.setup" | "mcpServer.change" | "mcpServer.create" | "mcpServer.delete" | "mcpServer.signIn" | "mcpServer.signOut" | "recording.delete" | "recording.read" | "request.refused" | "sandbox.create" | "sandbox.delete" | "sandbox.prepare" | "sandbox.refresh" | "secrets.forget" | "session.delete" | "session.end" | "settings.change" | "settings.delete" | "signIn.end" | "signIn.reuse" | "signIn.start" | "tenant.change" | "tenant.create" | "tool.call" | "user.change" | "user.create" | "user.delete" | "user.link" | "user.password" | "user.profile" | "voice.sample";
                targetKind?: string;
                targetId?: string;
                result?: "ok" | "refused" | "failed";
                /** @description for CSV: with a byte order mark */
                bom?: "1";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description one of those of the query; later versions of the broker may have others */
                            action: string;
                            actor: {
                                address: string | null;
                                id: string;
                                /** @description user, apiKey, device, local, system, or nobody before a sign-in */
                                kind: string;
                                name: string;
                                via: string;
                            };
                            /** Format: date-time */
                            at: string;
                            detail: {
                                [key: string]: unknown;
                            } | null;
                            id: string;
                            requestId: string | null;
                            /** @enum {string} */
                            result: "ok" | "refused" | "failed";
                            target: {
                                id: string;
                                kind: string;
                            } | null;
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                    "text/csv": string;
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startClaim: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description random bytes of the device, 32 at least, in base64url; they never change while it claims */
                    claimKey: string;
                    /**
                     * @description letters: eight letters and digits that do not look alike; digits: twelve, to be spoken
                     * @default letters
                     * @enum {string}
                     */
                    codeFormat?: "letters" | "digits";
                    deviceId: string;
                    /** @default {} */
                    hardware?: {
                        firmware?: string;
                        model?: string;
                        serial?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description like ABCD-EF23, or 1234-5678-9012 of digits */
                        code: string;
                        /** Format: date-time */
                        expiresAt: string;
                        /** @description before it asks whether it was claimed, and between */
                        pollAfterMs: number;
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pollClaim: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description random bytes of the device, 32 at least, in base64url; they never change while it claims */
                    claimKey: string;
                    deviceId: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        pollAfterMs: number;
                        /** @enum {string} */
                        status: "pending";
                    } | {
                        deviceId: string;
                        mqttUrl: string;
                        secret: string;
                        /** @enum {string} */
                        status: "claimed";
                    } | {
                        /** @enum {string} */
                        status: "expired";
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    claimDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    groupId?: string | null;
                    name?: string;
                    ownerId?: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceDetail"];
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_EXISTS */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeviceConfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationVersion"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setDeviceConfiguration: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag of what is to be changed */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** @description settings; what is left out stays as it is, null takes one away */
        requestBody: {
            content: {
                "application/json": {
                    brightness?: number | null;
                    /** @description how soon a pause ends the turn */
                    endpointing?: ("HIGH" | "MEDIUM" | "LOW") | null;
                    /** @description what the device says first, when a conversation begins; off when not set */
                    greeting?: string | null;
                    /** @description knowledge base of Amazon Bedrock, for look-ups */
                    knowledgeBaseId?: string | null;
                    /** @description function that is offered as a tool */
                    lambdaArn?: string | null;
                    /** @description BCP 47 tag: what is spoken; also told to the device */
                    language?: string | null;
                    listenMode?: ("AUTOMATIC" | "PUSH_TO_TALK" | "ALWAYS_OPEN") | null;
                    logLevel?: ("error" | "warn" | "info" | "debug") | null;
                    /** @description longest answer */
                    maxTokens?: number | null;
                    /** @description ids of the MCP servers whose tools are offered */
                    mcpServers?: string[] | null;
                    microphoneGainDb?: number | null;
                    /** @description people have consented to recordings of what they say */
                    recording?: boolean | null;
                    /** @description what becomes of an answer that a lost link cut off */
                    resume?: ("continue" | "repeat" | "drop") | null;
                    /** @description what the model is told about its role */
                    systemPrompt?: string | null;
                    telemetryIntervalS?: number | null;
                    /** @description randomness of the answer */
                    temperature?: number | null;
                    /** @description which kinds of tools the model may use */
                    tools?: {
                        /** @description an agent that uses the other tools in several steps */
                        agent?: boolean | null;
                        /** @description inline agents of Bedrock */
                        agents?: boolean | null;
                        /** @description tools that the device offers itself; on when not set */
                        device?: boolean | null;
                        /** @description look-ups in the knowledge base */
                        knowledgeBase?: boolean | null;
                        /** @description tools of MCP servers */
                        mcp?: boolean | null;
                    } | null;
                    /** @description nucleus sampling */
                    topP?: number | null;
                    /** @description voice of the model */
                    voice?: ("tiffany" | "matthew" | "amy" | "olivia" | "kiara" | "arjun" | "ambre" | "florian" | "beatrice" | "lorenzo" | "tina" | "lennart" | "lupe" | "carlos" | "carolina" | "leo") | null;
                    volume?: number | null;
                    wakeWord?: boolean | null;
                    x?: {
                        [key: string]: boolean | number | string | null;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationChange"];
                };
            };
            /** @description IF_MATCH_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_STALE */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_REQUIRED */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeviceInheritance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        values: {
                            [key: string]: {
                                /** @enum {string} */
                                scope: "default" | "fleet" | "group" | "device";
                                scopeId: string | null;
                                /**
                                 * @description who uses it
                                 * @enum {string}
                                 */
                                side: "device" | "broker";
                                value: (boolean | number | string) | string[];
                                version: number | null;
                            };
                        };
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeviceConfigurationVersions: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ConfigurationVersion"][];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeviceConfigurationVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationVersion"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreDeviceConfigurationVersion: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag of what is to be changed */
                "If-Match": string;
            };
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationChange"];
                };
            };
            /** @description IF_MATCH_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_STALE */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_REQUIRED */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFleetConfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationVersion"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setFleetConfiguration: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag of what is to be changed */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description settings; what is left out stays as it is, null takes one away */
        requestBody: {
            content: {
                "application/json": {
                    brightness?: number | null;
                    /** @description how soon a pause ends the turn */
                    endpointing?: ("HIGH" | "MEDIUM" | "LOW") | null;
                    /** @description what the device says first, when a conversation begins; off when not set */
                    greeting?: string | null;
                    /** @description knowledge base of Amazon Bedrock, for look-ups */
                    knowledgeBaseId?: string | null;
                    /** @description function that is offered as a tool */
                    lambdaArn?: string | null;
                    /** @description BCP 47 tag: what is spoken; also told to the device */
                    language?: string | null;
                    listenMode?: ("AUTOMATIC" | "PUSH_TO_TALK" | "ALWAYS_OPEN") | null;
                    logLevel?: ("error" | "warn" | "info" | "debug") | null;
                    /** @description longest answer */
                    maxTokens?: number | null;
                    /** @description ids of the MCP servers whose tools are offered */
                    mcpServers?: string[] | null;
                    microphoneGainDb?: number | null;
                    /** @description people have consented to recordings of what they say */
                    recording?: boolean | null;
                    /** @description what becomes of an answer that a lost link cut off */
                    resume?: ("continue" | "repeat" | "drop") | null;
                    /** @description what the model is told about its role */
                    systemPrompt?: string | null;
                    telemetryIntervalS?: number | null;
                    /** @description randomness of the answer */
                    temperature?: number | null;
                    /** @description which kinds of tools the model may use */
                    tools?: {
                        /** @description an agent that uses the other tools in several steps */
                        agent?: boolean | null;
                        /** @description inline agents of Bedrock */
                        agents?: boolean | null;
                        /** @description tools that the device offers itself; on when not set */
                        device?: boolean | null;
                        /** @description look-ups in the knowledge base */
                        knowledgeBase?: boolean | null;
                        /** @description tools of MCP servers */
                        mcp?: boolean | null;
                    } | null;
                    /** @description nucleus sampling */
                    topP?: number | null;
                    /** @description voice of the model */
                    voice?: ("tiffany" | "matthew" | "amy" | "olivia" | "kiara" | "arjun" | "ambre" | "florian" | "beatrice" | "lorenzo" | "tina" | "lennart" | "lupe" | "carlos" | "carolina" | "leo") | null;
                    volume?: number | null;
                    wakeWord?: boolean | null;
                    x?: {
                        [key: string]: boolean | number | string | null;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationChange"];
                };
            };
            /** @description IF_MATCH_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_STALE */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_REQUIRED */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFleetInheritance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        values: {
                            [key: string]: {
                                /** @enum {string} */
                                scope: "default" | "fleet" | "group" | "device";
                                scopeId: string | null;
                                /**
                                 * @description who uses it
                                 * @enum {string}
                                 */
                                side: "device" | "broker";
                                value: (boolean | number | string) | string[];
                                version: number | null;
                            };
                        };
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFleetConfigurationVersions: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ConfigurationVersion"][];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFleetConfigurationVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationVersion"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreFleetConfigurationVersion: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag of what is to be changed */
                "If-Match": string;
            };
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationChange"];
                };
            };
            /** @description IF_MATCH_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_STALE */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_REQUIRED */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGroupConfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationVersion"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setGroupConfiguration: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag of what is to be changed */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        /** @description settings; what is left out stays as it is, null takes one away */
        requestBody: {
            content: {
                "application/json": {
                    brightness?: number | null;
                    /** @description how soon a pause ends the turn */
                    endpointing?: ("HIGH" | "MEDIUM" | "LOW") | null;
                    /** @description what the device says first, when a conversation begins; off when not set */
                    greeting?: string | null;
                    /** @description knowledge base of Amazon Bedrock, for look-ups */
                    knowledgeBaseId?: string | null;
                    /** @description function that is offered as a tool */
                    lambdaArn?: string | null;
                    /** @description BCP 47 tag: what is spoken; also told to the device */
                    language?: string | null;
                    listenMode?: ("AUTOMATIC" | "PUSH_TO_TALK" | "ALWAYS_OPEN") | null;
                    logLevel?: ("error" | "warn" | "info" | "debug") | null;
                    /** @description longest answer */
                    maxTokens?: number | null;
                    /** @description ids of the MCP servers whose tools are offered */
                    mcpServers?: string[] | null;
                    microphoneGainDb?: number | null;
                    /** @description people have consented to recordings of what they say */
                    recording?: boolean | null;
                    /** @description what becomes of an answer that a lost link cut off */
                    resume?: ("continue" | "repeat" | "drop") | null;
                    /** @description what the model is told about its role */
                    systemPrompt?: string | null;
                    telemetryIntervalS?: number | null;
                    /** @description randomness of the answer */
                    temperature?: number | null;
                    /** @description which kinds of tools the model may use */
                    tools?: {
                        /** @description an agent that uses the other tools in several steps */
                        agent?: boolean | null;
                        /** @description inline agents of Bedrock */
                        agents?: boolean | null;
                        /** @description tools that the device offers itself; on when not set */
                        device?: boolean | null;
                        /** @description look-ups in the knowledge base */
                        knowledgeBase?: boolean | null;
                        /** @description tools of MCP servers */
                        mcp?: boolean | null;
                    } | null;
                    /** @description nucleus sampling */
                    topP?: number | null;
                    /** @description voice of the model */
                    voice?: ("tiffany" | "matthew" | "amy" | "olivia" | "kiara" | "arjun" | "ambre" | "florian" | "beatrice" | "lorenzo" | "tina" | "lennart" | "lupe" | "carlos" | "carolina" | "leo") | null;
                    volume?: number | null;
                    wakeWord?: boolean | null;
                    x?: {
                        [key: string]: boolean | number | string | null;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationChange"];
                };
            };
            /** @description IF_MATCH_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_STALE */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_REQUIRED */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGroupInheritance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        values: {
                            [key: string]: {
                                /** @enum {string} */
                                scope: "default" | "fleet" | "group" | "device";
                                scopeId: string | null;
                                /**
                                 * @description who uses it
                                 * @enum {string}
                                 */
                                side: "device" | "broker";
                                value: (boolean | number | string) | string[];
                                version: number | null;
                            };
                        };
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listGroupConfigurationVersions: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ConfigurationVersion"][];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGroupConfigurationVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationVersion"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreGroupConfigurationVersion: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag of what is to be changed */
                "If-Match": string;
            };
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationChange"];
                };
            };
            /** @description IF_MATCH_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_STALE */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_REQUIRED */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeviceEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description mqtt.publicUrl; when that is not set, the name of the machine and mqtt.port */
                        mqttUrl: string;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeviceGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DeviceGroup"][];
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addDeviceGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    about?: string;
                    name: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceGroup"];
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_EXISTS, CONFLICT, IDEMPOTENCY_IN_FLIGHT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeviceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceGroup"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDeviceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeDeviceGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    about?: string;
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceGroup"];
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_EXISTS */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeviceIds: {
        parameters: {
            query?: {
                /** @description what id or name begins with */
                q?: string;
                status?: "online" | "unstable" | "offline" | "never";
                /** @description id of the group, or "none" */
                group?: string;
                /** @description may be repeated: all of them */
                tag?: string[];
                firmware?: string;
                hardware?: string;
                /** @description id of the person, or "none" */
                owner?: string;
                enabled?: "true" | "false";
                sync?: "in_sync" | "pending_offline" | "pending_sent" | "partially_applied" | "rejected" | "drifted";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: string[];
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    summariseDevices: {
        parameters: {
            query?: {
                /** @description what id or name begins with */
                q?: string;
                status?: "online" | "unstable" | "offline" | "never";
                /** @description id of the group, or "none" */
                group?: string;
                /** @description may be repeated: all of them */
                tag?: string[];
                firmware?: string;
                hardware?: string;
                /** @description id of the person, or "none" */
                owner?: string;
                enabled?: "true" | "false";
                sync?: "in_sync" | "pending_offline" | "pending_sent" | "partially_applied" | "rejected" | "drifted";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        byStatus: {
                            never: number;
                            offline: number;
                            online: number;
                            unstable: number;
                        };
                        count: number;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeviceTags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            devices: number;
                            tag: string;
                        }[];
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDevices: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "id" | "-id" | "name" | "-name" | "createdAt" | "-createdAt" | "lastSeenAt" | "-lastSeenAt";
                /** @description what id or name begins with */
                q?: string;
                status?: "online" | "unstable" | "offline" | "never";
                /** @description id of the group, or "none" */
                group?: string;
                /** @description may be repeated: all of them */
                tag?: string[];
                firmware?: string;
                hardware?: string;
                /** @description id of the person, or "none" */
                owner?: string;
                enabled?: "true" | "false";
                sync?: "in_sync" | "pending_offline" | "pending_sent" | "partially_applied" | "rejected" | "drifted";
                /** @description a byte order mark before CSV, for Excel */
                bom?: "0" | "1";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Device"][];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                    "text/csv": string;
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addDevice: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    groupId?: string | null;
                    id: string;
                    name?: string;
                    ownerId?: string | null;
                    tags?: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        device: components["schemas"]["DeviceDetail"];
                        /** @description shown this once */
                        secret: string;
                    };
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_EXISTS, IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_WITHHELD */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    actOnDevices: {
        parameters: {
            query?: {
                /** @description for commands: seconds to wait for their results */
                wait?: number;
            };
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    action: {
                        /** @enum {string} */
                        kind: "enable" | "disable" | "delete";
                    } | {
                        groupId: string | null;
                        /** @enum {string} */
                        kind: "move";
                    } | {
                        /** @enum {string} */
                        kind: "tag" | "untag";
                        tags: string[];
                    } | {
                        command: {
                            /** @enum {string} */
                            kind: "reboot";
                        } | {
                            /** @enum {string} */
                            kind: "identify";
                        } | {
                            /** @enum {string} */
                            kind: "set_volume";
                            percent: number;
                        } | {
                            /** @default  */
                            argument?: string;
                            /** @enum {string} */
                            kind: "custom";
                            name: string;
                        } | {
                            /** @enum {string} */
                            kind: "restart_session";
                        } | {
                            /** @enum {string} */
                            kind: "disconnect";
                        } | {
                            /** @enum {string} */
                            kind: "say";
                            text: string;
                        };
                        /** @default 60000 */
                        deadlineMs?: number;
                        /** @enum {string} */
                        kind: "command";
                    };
                    selection: {
                        ids: string[];
                    } | {
                        /** @description how many it found; with any other number nothing happens */
                        expectedCount: number;
                        filter: {
                            enabled?: boolean;
                            firmware?: string;
                            group?: string;
                            hardware?: string;
                            owner?: string;
                            q?: string;
                            /** @enum {string} */
                            status?: "online" | "unstable" | "offline" | "never";
                            /** @enum {string} */
                            sync?: "in_sync" | "pending_offline" | "pending_sent" | "partially_applied" | "rejected" | "drifted";
                            tags?: string[];
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        failed: number;
                        items: {
                            command?: components["schemas"]["DeviceCommand"];
                            id: string;
                            ok: boolean;
                            /** @description a problem as in RFC 9457 */
                            problem?: {
                                /**
                                 * @description stable; rely on this
                                 * @enum {string}
                                 */
                                code: "BAD_REQUEST" | "MALFORMED_JSON" | "CURSOR_INVALID" | "IDEMPOTENCY_KEY_INVALID" | "IF_MATCH_INVALID" | "TOO_LARGE" | "RANGE_INVALID" | "UNSUPPORTED_MEDIA_TYPE" | "INVALID_INPUT" | "IDEMPOTENCY_KEY_REUSED" | "HEADERS_TOO_LARGE" | "SIGN_IN_REQUIRED" | "CREDENTIALS_INVALID" | "SESSION_EXPIRED" | "LINK_INVALID" | "FORBIDDEN" | "CSRF" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "NOT_ACCEPTABLE" | "TIMEOUT" | "CONFLICT" | "ALREADY_EXISTS" | "IDEMPOTENCY_IN_FLIGHT" | "IDEMPOTENCY_WITHHELD" | "GONE" | "VERSION_STALE" | "VERSION_REQUIRED" | "RATE_LIMITED" | "ACCOUNT_LOCKED" | "INTERNAL" | "PROVIDER_FAILED" | "UNAVAILABLE" | "TOO_MANY_STREAMS";
                                /** @description of what is there, when the version was stale */
                                currentVersion?: number;
                                /** @description what was wrong and what to do */
                                detail: string;
                                errors: {
                                    code: string;
                                    detail: string;
                                    pointer: string;
                                }[];
                                /** @description the path that was asked */
                                instance: string;
                                /** @description what is lacking, when something is forbidden */
                                permission?: string;
                                /** @description the same as in the log of the broker */
                                requestId: string;
                                status: number;
                                title: string;
                                /** @description a name for the kind of problem, the same for the same code */
                                type: string;
                            };
                        }[];
                        succeeded: number;
                    };
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT, IDEMPOTENCY_IN_FLIGHT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importDevices: {
        parameters: {
            query?: {
                /** @description only check */
                dryRun?: "true" | "false";
                bom?: "0" | "1";
            };
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description The first line names the columns: id, and any of name, group (by name), tags (separated by semicolons), secret or secretHash. At most 10,000 lines. */
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        created: number;
                        /** @description secrets that were made here are shown this once */
                        devices: {
                            id: string;
                            secret: string | null;
                        }[];
                        dryRun: boolean;
                        failed: number;
                        problems: {
                            column: string | null;
                            /** @description of the table; its heading is line 1 */
                            line: number;
                            message: string;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_WITHHELD */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateDeviceSecrets: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    /** @default false */
                    immediately?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        failed: number;
                        items: {
                            id: string;
                            ok: boolean;
                            /** @description a problem as in RFC 9457 */
                            problem?: {
                                /**
                                 * @description stable; rely on this
                                 * @enum {string}
                                 */
                                code: "BAD_REQUEST" | "MALFORMED_JSON" | "CURSOR_INVALID" | "IDEMPOTENCY_KEY_INVALID" | "IF_MATCH_INVALID" | "TOO_LARGE" | "RANGE_INVALID" | "UNSUPPORTED_MEDIA_TYPE" | "INVALID_INPUT" | "IDEMPOTENCY_KEY_REUSED" | "HEADERS_TOO_LARGE" | "SIGN_IN_REQUIRED" | "CREDENTIALS_INVALID" | "SESSION_EXPIRED" | "LINK_INVALID" | "FORBIDDEN" | "CSRF" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "NOT_ACCEPTABLE" | "TIMEOUT" | "CONFLICT" | "ALREADY_EXISTS" | "IDEMPOTENCY_IN_FLIGHT" | "IDEMPOTENCY_WITHHELD" | "GONE" | "VERSION_STALE" | "VERSION_REQUIRED" | "RATE_LIMITED" | "ACCOUNT_LOCKED" | "INTERNAL" | "PROVIDER_FAILED" | "UNAVAILABLE" | "TOO_MANY_STREAMS";
                                /** @description of what is there, when the version was stale */
                                currentVersion?: number;
                                /** @description what was wrong and what to do */
                                detail: string;
                                errors: {
                                    code: string;
                                    detail: string;
                                    pointer: string;
                                }[];
                                /** @description the path that was asked */
                                instance: string;
                                /** @description what is lacking, when something is forbidden */
                                permission?: string;
                                /** @description the same as in the log of the broker */
                                requestId: string;
                                status: number;
                                title: string;
                                /** @description a name for the kind of problem, the same for the same code */
                                type: string;
                            };
                            /** @description shown this once */
                            secret?: string;
                        }[];
                        succeeded: number;
                    };
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_WITHHELD */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceDetail"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    enabled?: boolean;
                    groupId?: string | null;
                    logLevel?: ("error" | "warn" | "info" | "debug" | "trace") | null;
                    name?: string;
                    ownerId?: string | null;
                    tags?: string[];
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceDetail"];
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setDeviceCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description in PEM, or its SHA-256 in hexadecimal */
                    certificate: string | null;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sha256: string | null;
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeviceCommands: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DeviceCommand"][];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    commandDevice: {
        parameters: {
            query?: {
                /** @description seconds to wait for the result, at most 30 */
                wait?: number;
            };
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    command: {
                        /** @enum {string} */
                        kind: "reboot";
                    } | {
                        /** @enum {string} */
                        kind: "identify";
                    } | {
                        /** @enum {string} */
                        kind: "set_volume";
                        percent: number;
                    } | {
                        /** @default  */
                        argument?: string;
                        /** @enum {string} */
                        kind: "custom";
                        name: string;
                    } | {
                        /** @enum {string} */
                        kind: "restart_session";
                    } | {
                        /** @enum {string} */
                        kind: "disconnect";
                    } | {
                        /** @enum {string} */
                        kind: "say";
                        text: string;
                    };
                    /**
                     * @description until it must be done
                     * @default 60000
                     */
                    deadlineMs?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceCommand"];
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_IN_FLIGHT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeviceCommand: {
        parameters: {
            query?: {
                /** @description seconds to wait for the result, at most 30 */
                wait?: number;
            };
            header?: never;
            path: {
                id: string;
                command: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceCommand"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEffectiveConfiguration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EffectiveConfiguration"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeviceEvents: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            connectionId: string | null;
                            detail: {
                                [key: string]: unknown;
                            } | null;
                            id: number;
                            kind: string;
                            reason: string | null;
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateDeviceSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default false */
                    immediately?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description shown this once */
                        secret: string;
                    };
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_WITHHELD */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description costs a request of the quota of the model
                     * @default true
                     */
                    openModel?: boolean;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeviceTelemetry: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                /** @description one reading for each of so many equal parts of the time; without it the newest 2000 */
                points?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            readings: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeviceTools: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description why it failed */
                        detail: string | null;
                        items: {
                            /**
                             * @description user: only people may use it
                             * @enum {string}
                             */
                            audience: "model" | "user";
                            description: string;
                            /** @description as the device said it */
                            inputSchema: {
                                [key: string]: unknown;
                            };
                            name: string;
                        }[];
                        /**
                         * @description offline: not connected to this broker; failed: it did not answer as it should
                         * @enum {string}
                         */
                        state: "listed" | "none" | "offline" | "failed";
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                /** @description some of presence, sessions, turns, alerts, configuration, levels, words, with commas between them */
                topics?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_MANY_STREAMS, UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLatencies: {
        parameters: {
            query?: {
                by?: "day" | "device";
                /** @description id of the device */
                device?: string;
                /** @description not before, like 2026-01-31T12:00:00Z */
                from?: string;
                /** @description before, like 2026-01-31T12:00:00Z */
                to?: string;
                /** @description IANA name, like Europe/Berlin */
                timeZone?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            interrupted: number;
                            /** @description the day, or the id of the device */
                            key: string;
                            /** @description milliseconds */
                            responseP50Ms: number | null;
                            /** @description milliseconds */
                            responseP95Ms: number | null;
                            /** @description milliseconds */
                            thinkingP50Ms: number | null;
                            /** @description milliseconds */
                            thinkingP95Ms: number | null;
                            turns: number;
                        }[];
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMcpServersV1: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            args?: string[];
                            command?: string;
                            /** Format: date-time */
                            createdAt: string;
                            enabled: boolean;
                            /** @description values are masked */
                            env?: {
                                [key: string]: string;
                            };
                            /** @description values are masked */
                            headers?: {
                                [key: string]: string;
                            };
                            /** @description in this broker, the worst of its instances; null while nobody has needed it */
                            health: {
                                /** @description one after the other */
                                failures: number;
                                /** @description as it calls itself */
                                info: {
                                    name: string;
                                    version: string;
                                } | null;
                                /** @description places where it is at work: a program may run once for each user or conversation */
                                instances: number;
                                lastError: string | null;
                                /** Format: date-time */
                                since: string;
                                /**
                                 * @description waiting: it failed, and is tried again
                                 * @enum {string}
                                 */
                                state: "stopped" | "starting" | "running" | "waiting";
                                tools: number;
                                /** @description conversations that have it */
                                users: number;
                            } | null;
                            id: string;
                            name: string;
                            /** @description whether the program may reach other machines */
                            network?: boolean;
                            oauth?: {
                                clientId?: string;
                                /** @description masked */
                                clientSecret?: string;
                                /** @enum {string} */
                                grant: "authorizationCode" | "clientCredentials";
                                issuer?: string;
                                scope?: string;
                            };
                            /** @description whether somebody has signed in to it, where it asks for that */
                            signedIn: {
                                by: string;
                                /** Format: date-time */
                                since: string;
                            } | null;
                            /** @enum {string} */
                            transport: "stdio" | "http" | "sse";
                            /** Format: date-time */
                            updatedAt: string;
                            updatedBy: string;
                            url?: string;
                            version: number;
                        }[];
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addMcpServerV1: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    args?: string[];
                    command: string;
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description variables of the process; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    env?: {
                        [key: string]: string;
                    };
                    name: string;
                    /**
                     * @description whether the program may reach other machines, where sandboxes can keep it from that
                     * @default false
                     */
                    network?: boolean;
                    /** @enum {string} */
                    transport: "stdio";
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "http";
                    /** Format: uri */
                    url: string;
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "sse";
                    /** Format: uri */
                    url: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        args?: string[];
                        command?: string;
                        /** Format: date-time */
                        createdAt: string;
                        enabled: boolean;
                        /** @description values are masked */
                        env?: {
                            [key: string]: string;
                        };
                        /** @description values are masked */
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description in this broker, the worst of its instances; null while nobody has needed it */
                        health: {
                            /** @description one after the other */
                            failures: number;
                            /** @description as it calls itself */
                            info: {
                                name: string;
                                version: string;
                            } | null;
                            /** @description places where it is at work: a program may run once for each user or conversation */
                            instances: number;
                            lastError: string | null;
                            /** Format: date-time */
                            since: string;
                            /**
                             * @description waiting: it failed, and is tried again
                             * @enum {string}
                             */
                            state: "stopped" | "starting" | "running" | "waiting";
                            tools: number;
                            /** @description conversations that have it */
                            users: number;
                        } | null;
                        id: string;
                        name: string;
                        /** @description whether the program may reach other machines */
                        network?: boolean;
                        oauth?: {
                            clientId?: string;
                            /** @description masked */
                            clientSecret?: string;
                            /** @enum {string} */
                            grant: "authorizationCode" | "clientCredentials";
                            issuer?: string;
                            scope?: string;
                        };
                        /** @description whether somebody has signed in to it, where it asks for that */
                        signedIn: {
                            by: string;
                            /** Format: date-time */
                            since: string;
                        } | null;
                        /** @enum {string} */
                        transport: "stdio" | "http" | "sse";
                        /** Format: date-time */
                        updatedAt: string;
                        updatedBy: string;
                        url?: string;
                        version: number;
                    };
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_EXISTS, CONFLICT, IDEMPOTENCY_IN_FLIGHT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishMcpSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description for people, as plain text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PROVIDER_FAILED */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryMcpServerV1: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    args?: string[];
                    command: string;
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description variables of the process; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    env?: {
                        [key: string]: string;
                    };
                    name: string;
                    /**
                     * @description whether the program may reach other machines, where sandboxes can keep it from that
                     * @default false
                     */
                    network?: boolean;
                    /** @enum {string} */
                    transport: "stdio";
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "http";
                    /** Format: uri */
                    url: string;
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "sse";
                    /** Format: uri */
                    url: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        durationMs: number;
                        /** @description why it could not be reached, or not be started */
                        error: string | null;
                        info: {
                            name: string;
                            version: string;
                        } | null;
                        ok: boolean;
                        tools: {
                            description: string;
                            /** @description JSON Schema of the arguments, as the server says it */
                            inputSchema: {
                                [key: string]: unknown;
                            };
                            name: string;
                        }[];
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMcpServerV1: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        args?: string[];
                        command?: string;
                        /** Format: date-time */
                        createdAt: string;
                        enabled: boolean;
                        /** @description values are masked */
                        env?: {
                            [key: string]: string;
                        };
                        /** @description values are masked */
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description in this broker, the worst of its instances; null while nobody has needed it */
                        health: {
                            /** @description one after the other */
                            failures: number;
                            /** @description as it calls itself */
                            info: {
                                name: string;
                                version: string;
                            } | null;
                            /** @description places where it is at work: a program may run once for each user or conversation */
                            instances: number;
                            lastError: string | null;
                            /** Format: date-time */
                            since: string;
                            /**
                             * @description waiting: it failed, and is tried again
                             * @enum {string}
                             */
                            state: "stopped" | "starting" | "running" | "waiting";
                            tools: number;
                            /** @description conversations that have it */
                            users: number;
                        } | null;
                        id: string;
                        name: string;
                        /** @description whether the program may reach other machines */
                        network?: boolean;
                        oauth?: {
                            clientId?: string;
                            /** @description masked */
                            clientSecret?: string;
                            /** @enum {string} */
                            grant: "authorizationCode" | "clientCredentials";
                            issuer?: string;
                            scope?: string;
                        };
                        /** @description whether somebody has signed in to it, where it asks for that */
                        signedIn: {
                            by: string;
                            /** Format: date-time */
                            since: string;
                        } | null;
                        /** @enum {string} */
                        transport: "stdio" | "http" | "sse";
                        /** Format: date-time */
                        updatedAt: string;
                        updatedBy: string;
                        url?: string;
                        version: number;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceMcpServerV1: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag of what is to be changed */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    args?: string[];
                    command: string;
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description variables of the process; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    env?: {
                        [key: string]: string;
                    };
                    name: string;
                    /**
                     * @description whether the program may reach other machines, where sandboxes can keep it from that
                     * @default false
                     */
                    network?: boolean;
                    /** @enum {string} */
                    transport: "stdio";
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "http";
                    /** Format: uri */
                    url: string;
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "sse";
                    /** Format: uri */
                    url: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        args?: string[];
                        command?: string;
                        /** Format: date-time */
                        createdAt: string;
                        enabled: boolean;
                        /** @description values are masked */
                        env?: {
                            [key: string]: string;
                        };
                        /** @description values are masked */
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description in this broker, the worst of its instances; null while nobody has needed it */
                        health: {
                            /** @description one after the other */
                            failures: number;
                            /** @description as it calls itself */
                            info: {
                                name: string;
                                version: string;
                            } | null;
                            /** @description places where it is at work: a program may run once for each user or conversation */
                            instances: number;
                            lastError: string | null;
                            /** Format: date-time */
                            since: string;
                            /**
                             * @description waiting: it failed, and is tried again
                             * @enum {string}
                             */
                            state: "stopped" | "starting" | "running" | "waiting";
                            tools: number;
                            /** @description conversations that have it */
                            users: number;
                        } | null;
                        id: string;
                        name: string;
                        /** @description whether the program may reach other machines */
                        network?: boolean;
                        oauth?: {
                            clientId?: string;
                            /** @description masked */
                            clientSecret?: string;
                            /** @enum {string} */
                            grant: "authorizationCode" | "clientCredentials";
                            issuer?: string;
                            scope?: string;
                        };
                        /** @description whether somebody has signed in to it, where it asks for that */
                        signedIn: {
                            by: string;
                            /** Format: date-time */
                            since: string;
                        } | null;
                        /** @enum {string} */
                        transport: "stdio" | "http" | "sse";
                        /** Format: date-time */
                        updatedAt: string;
                        updatedBy: string;
                        url?: string;
                        version: number;
                    };
                };
            };
            /** @description IF_MATCH_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_EXISTS */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_STALE */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_REQUIRED */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMcpServerV1: {
        parameters: {
            query?: {
                force?: "true" | "false";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startMcpSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description by then the browser must be back
                         */
                        expiresAt: string;
                        url: string;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PROVIDER_FAILED */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forgetMcpSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryMcpServerAgainV1: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default [] */
                    args?: string[];
                    command: string;
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description variables of the process; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    env?: {
                        [key: string]: string;
                    };
                    name: string;
                    /**
                     * @description whether the program may reach other machines, where sandboxes can keep it from that
                     * @default false
                     */
                    network?: boolean;
                    /** @enum {string} */
                    transport: "stdio";
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "http";
                    /** Format: uri */
                    url: string;
                } | {
                    /** @default true */
                    enabled?: boolean;
                    /**
                     * @description headers of each request; their values are kept secret, and *** in their place leaves one as it is
                     * @default {}
                     */
                    headers?: {
                        [key: string]: string;
                    };
                    name: string;
                    /** @description for servers that ask for a sign-in, where the defaults do not do */
                    oauth?: {
                        /** @description as the authorization server knows us; without it, we register there */
                        clientId?: string;
                        /** @description kept secret; *** leaves it as it is */
                        clientSecret?: string;
                        /**
                         * @description whether somebody signs in with a browser, or the broker asks for itself
                         * @default authorizationCode
                         * @enum {string}
                         */
                        grant?: "authorizationCode" | "clientCredentials";
                        /**
                         * Format: uri
                         * @description the only authorization server that may be asked; the one that is seen first when left out
                         */
                        issuer?: string;
                        /** @description what is asked for; what the server names when left out */
                        scope?: string;
                    };
                    /** @enum {string} */
                    transport: "sse";
                    /** Format: uri */
                    url: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        durationMs: number;
                        /** @description why it could not be reached, or not be started */
                        error: string | null;
                        info: {
                            name: string;
                            version: string;
                        } | null;
                        ok: boolean;
                        tools: {
                            description: string;
                            /** @description JSON Schema of the arguments, as the server says it */
                            inputSchema: {
                                [key: string]: unknown;
                            };
                            name: string;
                        }[];
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMcpServerUses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description empty for the fleet */
                            id: string;
                            /** @description of the group or the device, where it has one */
                            name: string | null;
                            /** @enum {string} */
                            scope: "fleet" | "group" | "device";
                        }[];
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMcpServerVersions: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            changedAt: string;
                            changedBy: string;
                            /** @description of secrets only the names */
                            settings: {
                                [key: string]: unknown;
                            };
                            version: number;
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "at" | "-at";
                /** @description words that must be there, in any case and order; the last one may be a beginning */
                q?: string;
                /** @description id of the device */
                device?: string;
                /** @description id of the person who held the conversation */
                user?: string;
                role?: "user" | "assistant";
                /** @description not before, like 2026-01-31T12:00:00Z */
                from?: string;
                /** @description before, like 2026-01-31T12:00:00Z */
                to?: string;
                /** @description 1: CSV with a byte order mark, for Excel */
                bom?: "0" | "1";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            deviceId: string;
                            /** @description the answer that it belongs to, or leads to */
                            generation: number;
                            id: string;
                            /** @description the text is what was heard of it */
                            interrupted: boolean;
                            /** @enum {string} */
                            role: "user" | "assistant";
                            /** Format: uuid */
                            sessionId: string;
                            /** @description the same since its conversation began, in milliseconds */
                            tMs: number;
                            text: string;
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                    "text/csv": string;
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        at: string;
                        deviceId: string;
                        /** @description the answer that it belongs to, or leads to */
                        generation: number;
                        id: string;
                        /** @description the text is what was heard of it */
                        interrupted: boolean;
                        /** @enum {string} */
                        role: "user" | "assistant";
                        /** Format: uuid */
                        sessionId: string;
                        /** @description the same since its conversation began, in milliseconds */
                        tMs: number;
                        text: string;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOnline: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        devices: {
                            online: number;
                        };
                        people: {
                            /** @description who they are, the first of them first; only for whoever has users:read */
                            items?: {
                                id: string;
                                /** @enum {string} */
                                kind: "user" | "apiKey" | "device" | "local";
                                name: string;
                                /** Format: date-time */
                                since: string;
                            }[];
                            /** @description with a page or program open that listens to live events */
                            online: number;
                        };
                        sessions: {
                            open: number;
                        };
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSandboxes: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "createdAt" | "-createdAt";
                /** @description id of the person whose they are */
                user?: string;
                strategy?: "shared" | "perUser" | "perSession" | "trial";
                /** @description whether it is still there */
                open?: "true" | "false";
                /** @description not before, like 2026-01-31T12:00:00Z */
                from?: string;
                /** @description before, like 2026-01-31T12:00:00Z */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            createdAt: string;
                            /** @description IDLE, ILL, DONE, MADE_ROOM, DELETED, SHUTDOWN, or BROKER_LOST */
                            endReason: string | null;
                            endedAt: string | null;
                            /** @description what it is made of */
                            engine: string;
                            /** @description it is closed then, unless somebody uses it; null: never */
                            expiresAt: string | null;
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            lastUsedAt: string;
                            /** @description the broker that holds it */
                            node: string;
                            /** @description for which it was made */
                            sessionId: string | null;
                            /** @enum {string} */
                            status: "open" | "ended";
                            /**
                             * @description for whom it was made; trial: to try an MCP server out
                             * @enum {string}
                             */
                            strategy: "shared" | "perUser" | "perSession" | "trial";
                            /** @description whose it is; null: of the tenant */
                            userId: string | null;
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSandbox: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description perUser: of a person; shared: of the tenant, for whoever looks after it
                     * @default perUser
                     * @enum {string}
                     */
                    strategy?: "perUser" | "shared";
                    /**
                     * Format: uuid
                     * @description whose it is to be; the person who asks when left out
                     */
                    userId?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        /** @description IDLE, ILL, DONE, MADE_ROOM, DELETED, SHUTDOWN, or BROKER_LOST */
                        endReason: string | null;
                        endedAt: string | null;
                        /** @description what it is made of */
                        engine: string;
                        /** @description it is closed then, unless somebody uses it; null: never */
                        expiresAt: string | null;
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        lastUsedAt: string;
                        /** @description the broker that holds it */
                        node: string;
                        /** @description for which it was made */
                        sessionId: string | null;
                        /** @enum {string} */
                        status: "open" | "ended";
                        /**
                         * @description for whom it was made; trial: to try an MCP server out
                         * @enum {string}
                         */
                        strategy: "shared" | "perUser" | "perSession" | "trial";
                        /** @description whose it is; null: of the tenant */
                        userId: string | null;
                    };
                };
            };
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        /** @description IDLE, ILL, DONE, MADE_ROOM, DELETED, SHUTDOWN, or BROKER_LOST */
                        endReason: string | null;
                        endedAt: string | null;
                        /** @description what it is made of */
                        engine: string;
                        /** @description it is closed then, unless somebody uses it; null: never */
                        expiresAt: string | null;
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        lastUsedAt: string;
                        /** @description the broker that holds it */
                        node: string;
                        /** @description for which it was made */
                        sessionId: string | null;
                        /** @enum {string} */
                        status: "open" | "ended";
                        /**
                         * @description for whom it was made; trial: to try an MCP server out
                         * @enum {string}
                         */
                        strategy: "shared" | "perUser" | "perSession" | "trial";
                        /** @description whose it is; null: of the tenant */
                        userId: string | null;
                    };
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_IN_FLIGHT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSandbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description the newest 20 */
                        allocations: {
                            /** Format: date-time */
                            at: string;
                            deviceId: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            lastUsedAt: string;
                            releasedAt: string | null;
                            /** @description of the MCP server */
                            serverId: string;
                            /** Format: uuid */
                            sessionId: string;
                        }[];
                        /** Format: date-time */
                        createdAt: string;
                        /** @description IDLE, ILL, DONE, MADE_ROOM, DELETED, SHUTDOWN, or BROKER_LOST */
                        endReason: string | null;
                        endedAt: string | null;
                        /** @description what it is made of */
                        engine: string;
                        /** @description it is closed then, unless somebody uses it; null: never */
                        expiresAt: string | null;
                        /** @description at this moment; null when this broker does not hold it */
                        health: {
                            error: string | null;
                            ok: boolean;
                        } | null;
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        lastUsedAt: string;
                        /** @description the broker that holds it */
                        node: string;
                        /** @description for which it was made */
                        sessionId: string | null;
                        /** @enum {string} */
                        status: "open" | "ended";
                        /**
                         * @description for whom it was made; trial: to try an MCP server out
                         * @enum {string}
                         */
                        strategy: "shared" | "perUser" | "perSession" | "trial";
                        /** @description whose it is; null: of the tenant */
                        userId: string | null;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSandbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSandboxAllocations: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "at" | "-at";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            deviceId: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            lastUsedAt: string;
                            releasedAt: string | null;
                            /** @description of the MCP server */
                            serverId: string;
                            /** Format: uuid */
                            sessionId: string;
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refreshSandbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        /** @description IDLE, ILL, DONE, MADE_ROOM, DELETED, SHUTDOWN, or BROKER_LOST */
                        endReason: string | null;
                        endedAt: string | null;
                        /** @description what it is made of */
                        engine: string;
                        /** @description it is closed then, unless somebody uses it; null: never */
                        expiresAt: string | null;
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        lastUsedAt: string;
                        /** @description the broker that holds it */
                        node: string;
                        /** @description for which it was made */
                        sessionId: string | null;
                        /** @enum {string} */
                        status: "open" | "ended";
                        /**
                         * @description for whom it was made; trial: to try an MCP server out
                         * @enum {string}
                         */
                        strategy: "shared" | "perUser" | "perSession" | "trial";
                        /** @description whose it is; null: of the tenant */
                        userId: string | null;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "startedAt" | "-startedAt";
                /** @description id of the device */
                device?: string;
                /** @description id of the person */
                user?: string;
                workspace?: string;
                /** @description whether it is still going on */
                open?: "true" | "false";
                /** @description with which it ended, like SILENCE */
                reason?: string;
                /** @description not before, like 2026-01-31T12:00:00Z */
                from?: string;
                /** @description before, like 2026-01-31T12:00:00Z */
                to?: string;
                /** @description 1: CSV with a byte order mark, for Excel */
                bom?: "0" | "1";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            configRevision: number | null;
                            /** @description US dollars, by records.prices */
                            cost: number;
                            deviceId: string;
                            /** @description as it is called today; null when it is there no more */
                            deviceName: string | null;
                            durationMs: number;
                            endReason: string | null;
                            endedAt: string | null;
                            /** @description streams of the model that failed */
                            failures: number;
                            /** @description whether there is, or was, a recording of its sound */
                            hasAudio: boolean;
                            /** Format: uuid */
                            id: string;
                            interruptions: number;
                            /** Format: date-time */
                            lastAt: string;
                            messages: number;
                            modelId: string | null;
                            /** @description since when the model hears */
                            openedAt: string | null;
                            /** @description while it is under way in this broker, like "listening" */
                            phase: string | null;
                            /** @description streams of the model that took over from another */
                            renewals: number;
                            /** Format: date-time */
                            startedAt: string;
                            /** @description what the start took, part by part, and in total; milliseconds */
                            startup: {
                                [key: string]: number;
                            } | null;
                            /** @enum {string} */
                            status: "prepared" | "open" | "ended";
                            tokens: {
                                input: {
                                    speech: number;
                                    text: number;
                                };
                                output: {
                                    speech: number;
                                    text: number;
                                };
                            };
                            turns: number;
                            /** @description for whom: as it was created, else the owner of the device */
                            userId: string | null;
                            userName: string | null;
                            voice: string | null;
                            workspace: string | null;
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                    "text/csv": string;
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description whose next conversation it is to be */
                    deviceId: string;
                    /**
                     * Format: uuid
                     * @description for whom; the owner of the device when left out
                     */
                    userId?: string;
                    /**
                     * @description how long it waits for the device, in seconds
                     * @default 600
                     */
                    validForS?: number;
                    /** @description under which it is found again */
                    workspace?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        configRevision: number | null;
                        /** @description US dollars, by records.prices */
                        cost: number;
                        deviceId: string;
                        /** @description as it is called today; null when it is there no more */
                        deviceName: string | null;
                        durationMs: number;
                        endReason: string | null;
                        endedAt: string | null;
                        /** @description streams of the model that failed */
                        failures: number;
                        /** @description whether there is, or was, a recording of its sound */
                        hasAudio: boolean;
                        /** Format: uuid */
                        id: string;
                        interruptions: number;
                        /** Format: date-time */
                        lastAt: string;
                        messages: number;
                        modelId: string | null;
                        /** @description since when the model hears */
                        openedAt: string | null;
                        /** @description streams of the model that took over from another */
                        renewals: number;
                        /** Format: date-time */
                        startedAt: string;
                        /** @description what the start took, part by part, and in total; milliseconds */
                        startup: {
                            [key: string]: number;
                        } | null;
                        /** @enum {string} */
                        status: "prepared" | "open" | "ended";
                        tokens: {
                            input: {
                                speech: number;
                                text: number;
                            };
                            output: {
                                speech: number;
                                text: number;
                            };
                        };
                        turns: number;
                        /** @description for whom: as it was created, else the owner of the device */
                        userId: string | null;
                        userName: string | null;
                        voice: string | null;
                        workspace: string | null;
                    };
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_IN_FLIGHT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        configRevision: number | null;
                        /** @description US dollars, by records.prices */
                        cost: number;
                        deviceId: string;
                        /** @description as it is called today; null when it is there no more */
                        deviceName: string | null;
                        durationMs: number;
                        endReason: string | null;
                        endedAt: string | null;
                        /** @description streams of the model that failed */
                        failures: number;
                        /** @description whether there is, or was, a recording of its sound */
                        hasAudio: boolean;
                        /** Format: uuid */
                        id: string;
                        interruptions: number;
                        /** Format: date-time */
                        lastAt: string;
                        messages: number;
                        modelId: string | null;
                        /** @description since when the model hears */
                        openedAt: string | null;
                        /** @description while it is under way in this broker, like "listening" */
                        phase: string | null;
                        /** @description streams of the model that took over from another */
                        renewals: number;
                        /** Format: date-time */
                        startedAt: string;
                        /** @description what the start took, part by part, and in total; milliseconds */
                        startup: {
                            [key: string]: number;
                        } | null;
                        /** @enum {string} */
                        status: "prepared" | "open" | "ended";
                        tokens: {
                            input: {
                                speech: number;
                                text: number;
                            };
                            output: {
                                speech: number;
                                text: number;
                            };
                        };
                        /** @description frames and the like, once it has ended */
                        totals: {
                            [key: string]: unknown;
                        } | null;
                        turns: number;
                        /** @description for whom: as it was created, else the owner of the device */
                        userId: string | null;
                        userName: string | null;
                        voice: string | null;
                        workspace: string | null;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {boolean} */
                        ending: true;
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEventsOfSession: {
        parameters: {
            query?: {
                /** @description of one that is under way, also what was recorded of it so far, in front of what happens */
                past?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_MANY_STREAMS, UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMessagesOfSession: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "at" | "-at";
                role?: "user" | "assistant";
                /** @description not before, like 2026-01-31T12:00:00Z */
                from?: string;
                /** @description before, like 2026-01-31T12:00:00Z */
                to?: string;
                /** @description 1: CSV with a byte order mark, for Excel */
                bom?: "0" | "1";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            deviceId: string;
                            /** @description the answer that it belongs to, or leads to */
                            generation: number;
                            id: string;
                            /** @description the text is what was heard of it */
                            interrupted: boolean;
                            /** @enum {string} */
                            role: "user" | "assistant";
                            /** Format: uuid */
                            sessionId: string;
                            /** @description the same since its conversation began, in milliseconds */
                            tMs: number;
                            text: string;
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                    "text/csv": string;
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRecording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            bytes: number;
                            durationMs: number;
                            /** @description where it is fetched, as Ogg Opus */
                            href: string;
                            name: string;
                            /** @description the same from the beginning of the conversation */
                            offsetMs: number;
                            /** @enum {string} */
                            side: "user" | "assistant";
                            /**
                             * Format: date-time
                             * @description of its first sample
                             */
                            startedAt: string;
                        }[];
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteRecording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRecordingPiece: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": string;
                };
            };
            /** @description Default Response */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/ogg": string;
                };
            };
            /** @description as with the ETag that was sent */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RANGE_INVALID */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTurnsOfSession: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "at" | "-at";
                /** @description not before, like 2026-01-31T12:00:00Z */
                from?: string;
                /** @description before, like 2026-01-31T12:00:00Z */
                to?: string;
                /** @description 1: CSV with a byte order mark, for Excel */
                bom?: "0" | "1";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: date-time
                             * @description when it was over
                             */
                            at: string;
                            deviceId: string;
                            generation: number;
                            id: string;
                            interrupted: boolean;
                            /** @description milliseconds since the first mark */
                            marks: {
                                [key: string]: number;
                            };
                            /** @description milliseconds */
                            playedMs: number | null;
                            /** Format: uuid */
                            sessionId: string;
                            /** @description response: from the end of the question to the first sound of the answer */
                            spans: {
                                /** @description milliseconds */
                                bridge: number | null;
                                /** @description milliseconds */
                                delivery: number | null;
                                /** @description milliseconds */
                                endpointing: number | null;
                                /** @description milliseconds */
                                response: number | null;
                                /** @description milliseconds */
                                thinking: number | null;
                                /** @description milliseconds */
                                tool: number | null;
                            };
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                    "text/csv": string;
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default true */
                        autoScroll: boolean;
                        /** @default [] */
                        deviceViews: {
                            /**
                             * @description shown when the page is opened without a query
                             * @default false
                             */
                            isDefault: boolean;
                            name: string;
                            /** @description filter, order and columns, as the address of the page has them behind its "?" */
                            query: string;
                        }[];
                        /** @default true */
                        inputSuggestions: boolean;
                        /** @default [] */
                        modelProviders: {
                            apiKey?: string;
                            /** Format: uri */
                            baseUrl?: string;
                            /** @default true */
                            enabled: boolean;
                            id: string;
                            /** @enum {string} */
                            kind: "bedrock" | "openaiCompatible";
                            model?: string;
                            name: string;
                        }[];
                        notifications: {
                            /** @default false */
                            desktop: boolean;
                            /** @default true */
                            email: boolean;
                            /**
                             * @default [
                             *       "alert",
                             *       "takeover"
                             *     ]
                             */
                            events: ("alert" | "deviceOffline" | "takeover" | "sessionFailed")[];
                            /** @default false */
                            sound: boolean;
                        };
                        /** @default [] */
                        promptFragments: {
                            /** @default true */
                            enabled: boolean;
                            name: string;
                            text: string;
                        }[];
                        sandbox: {
                            quota: {
                                /** @default 1024 */
                                diskMb: number;
                                /**
                                 * @description idle sandboxes are removed after that
                                 * @default 30
                                 */
                                idleMinutes: number;
                                /**
                                 * @description sandboxes of their own at once; beyond it, the oldest is used again
                                 * @default 3
                                 */
                                maxSandboxes: number;
                                /** @default 512 */
                                memoryMb: number;
                            };
                            /**
                             * @description who shares a sandbox: all of the tenant, the devices of the user, nobody but one conversation; default: what the broker has (tools.sandbox.strategy)
                             * @default default
                             * @enum {string}
                             */
                            strategy: "default" | "shared" | "perUser" | "perSession";
                        };
                        sharedLinks: {
                            /** @default false */
                            enabled: boolean;
                            /** @default 7 */
                            expireAfterDays: number;
                        };
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceSettings: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag of what is to be changed */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default true */
                    autoScroll?: boolean;
                    /** @default [] */
                    deviceViews?: {
                        /**
                         * @description shown when the page is opened without a query
                         * @default false
                         */
                        isDefault?: boolean;
                        name: string;
                        /** @description filter, order and columns, as the address of the page has them behind its "?" */
                        query: string;
                    }[];
                    /** @default true */
                    inputSuggestions?: boolean;
                    /** @default [] */
                    modelProviders?: {
                        /** @description never shown: ******** stands for it, and keeps it when sent back */
                        apiKey?: string;
                        /** Format: uri */
                        baseUrl?: string;
                        /** @default true */
                        enabled?: boolean;
                        id: string;
                        /** @enum {string} */
                        kind: "bedrock" | "openaiCompatible";
                        model?: string;
                        name: string;
                    }[];
                    /** @default {} */
                    notifications?: {
                        /** @default false */
                        desktop?: boolean;
                        /** @default true */
                        email?: boolean;
                        /**
                         * @default [
                         *       "alert",
                         *       "takeover"
                         *     ]
                         */
                        events?: ("alert" | "deviceOffline" | "takeover" | "sessionFailed")[];
                        /** @default false */
                        sound?: boolean;
                    };
                    /** @default [] */
                    promptFragments?: {
                        /** @default true */
                        enabled?: boolean;
                        name: string;
                        text: string;
                    }[];
                    /** @default {} */
                    sandbox?: {
                        /** @default {} */
                        quota?: {
                            /** @default 1024 */
                            diskMb?: number;
                            /**
                             * @description idle sandboxes are removed after that
                             * @default 30
                             */
                            idleMinutes?: number;
                            /**
                             * @description sandboxes of their own at once; beyond it, the oldest is used again
                             * @default 3
                             */
                            maxSandboxes?: number;
                            /** @default 512 */
                            memoryMb?: number;
                        };
                        /**
                         * @description who shares a sandbox: all of the tenant, the devices of the user, nobody but one conversation; default: what the broker has (tools.sandbox.strategy)
                         * @default default
                         * @enum {string}
                         */
                        strategy?: "default" | "shared" | "perUser" | "perSession";
                    };
                    /** @default {} */
                    sharedLinks?: {
                        /** @default false */
                        enabled?: boolean;
                        /** @default 7 */
                        expireAfterDays?: number;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default true */
                        autoScroll: boolean;
                        /** @default [] */
                        deviceViews: {
                            /**
                             * @description shown when the page is opened without a query
                             * @default false
                             */
                            isDefault: boolean;
                            name: string;
                            /** @description filter, order and columns, as the address of the page has them behind its "?" */
                            query: string;
                        }[];
                        /** @default true */
                        inputSuggestions: boolean;
                        /** @default [] */
                        modelProviders: {
                            apiKey?: string;
                            /** Format: uri */
                            baseUrl?: string;
                            /** @default true */
                            enabled: boolean;
                            id: string;
                            /** @enum {string} */
                            kind: "bedrock" | "openaiCompatible";
                            model?: string;
                            name: string;
                        }[];
                        notifications: {
                            /** @default false */
                            desktop: boolean;
                            /** @default true */
                            email: boolean;
                            /**
                             * @default [
                             *       "alert",
                             *       "takeover"
                             *     ]
                             */
                            events: ("alert" | "deviceOffline" | "takeover" | "sessionFailed")[];
                            /** @default false */
                            sound: boolean;
                        };
                        /** @default [] */
                        promptFragments: {
                            /** @default true */
                            enabled: boolean;
                            name: string;
                            text: string;
                        }[];
                        sandbox: {
                            quota: {
                                /** @default 1024 */
                                diskMb: number;
                                /**
                                 * @description idle sandboxes are removed after that
                                 * @default 30
                                 */
                                idleMinutes: number;
                                /**
                                 * @description sandboxes of their own at once; beyond it, the oldest is used again
                                 * @default 3
                                 */
                                maxSandboxes: number;
                                /** @default 512 */
                                memoryMb: number;
                            };
                            /**
                             * @description who shares a sandbox: all of the tenant, the devices of the user, nobody but one conversation; default: what the broker has (tools.sandbox.strategy)
                             * @default default
                             * @enum {string}
                             */
                            strategy: "default" | "shared" | "perUser" | "perSession";
                        };
                        sharedLinks: {
                            /** @default false */
                            enabled: boolean;
                            /** @default 7 */
                            expireAfterDays: number;
                        };
                    };
                };
            };
            /** @description IF_MATCH_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_STALE */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_REQUIRED */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSettings: {
        parameters: {
            query?: never;
            header: {
                /** @description the ETag of what is to be changed */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    autoScroll?: boolean;
                    deviceViews?: {
                        /**
                         * @description shown when the page is opened without a query
                         * @default false
                         */
                        isDefault?: boolean;
                        name: string;
                        /** @description filter, order and columns, as the address of the page has them behind its "?" */
                        query: string;
                    }[];
                    inputSuggestions?: boolean;
                    modelProviders?: {
                        /** @description never shown: ******** stands for it, and keeps it when sent back */
                        apiKey?: string;
                        /** Format: uri */
                        baseUrl?: string;
                        /** @default true */
                        enabled?: boolean;
                        id: string;
                        /** @enum {string} */
                        kind: "bedrock" | "openaiCompatible";
                        model?: string;
                        name: string;
                    }[];
                    notifications?: {
                        /** @default false */
                        desktop?: boolean;
                        /** @default true */
                        email?: boolean;
                        /**
                         * @default [
                         *       "alert",
                         *       "takeover"
                         *     ]
                         */
                        events?: ("alert" | "deviceOffline" | "takeover" | "sessionFailed")[];
                        /** @default false */
                        sound?: boolean;
                    };
                    promptFragments?: {
                        /** @default true */
                        enabled?: boolean;
                        name: string;
                        text: string;
                    }[];
                    sandbox?: {
                        /** @default {} */
                        quota?: {
                            /** @default 1024 */
                            diskMb?: number;
                            /**
                             * @description idle sandboxes are removed after that
                             * @default 30
                             */
                            idleMinutes?: number;
                            /**
                             * @description sandboxes of their own at once; beyond it, the oldest is used again
                             * @default 3
                             */
                            maxSandboxes?: number;
                            /** @default 512 */
                            memoryMb?: number;
                        };
                        /**
                         * @description who shares a sandbox: all of the tenant, the devices of the user, nobody but one conversation; default: what the broker has (tools.sandbox.strategy)
                         * @default default
                         * @enum {string}
                         */
                        strategy?: "default" | "shared" | "perUser" | "perSession";
                    };
                    sharedLinks?: {
                        /** @default false */
                        enabled?: boolean;
                        /** @default 7 */
                        expireAfterDays?: number;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default true */
                        autoScroll: boolean;
                        /** @default [] */
                        deviceViews: {
                            /**
                             * @description shown when the page is opened without a query
                             * @default false
                             */
                            isDefault: boolean;
                            name: string;
                            /** @description filter, order and columns, as the address of the page has them behind its "?" */
                            query: string;
                        }[];
                        /** @default true */
                        inputSuggestions: boolean;
                        /** @default [] */
                        modelProviders: {
                            apiKey?: string;
                            /** Format: uri */
                            baseUrl?: string;
                            /** @default true */
                            enabled: boolean;
                            id: string;
                            /** @enum {string} */
                            kind: "bedrock" | "openaiCompatible";
                            model?: string;
                            name: string;
                        }[];
                        notifications: {
                            /** @default false */
                            desktop: boolean;
                            /** @default true */
                            email: boolean;
                            /**
                             * @default [
                             *       "alert",
                             *       "takeover"
                             *     ]
                             */
                            events: ("alert" | "deviceOffline" | "takeover" | "sessionFailed")[];
                            /** @default false */
                            sound: boolean;
                        };
                        /** @default [] */
                        promptFragments: {
                            /** @default true */
                            enabled: boolean;
                            name: string;
                            text: string;
                        }[];
                        sandbox: {
                            quota: {
                                /** @default 1024 */
                                diskMb: number;
                                /**
                                 * @description idle sandboxes are removed after that
                                 * @default 30
                                 */
                                idleMinutes: number;
                                /**
                                 * @description sandboxes of their own at once; beyond it, the oldest is used again
                                 * @default 3
                                 */
                                maxSandboxes: number;
                                /** @default 512 */
                                memoryMb: number;
                            };
                            /**
                             * @description who shares a sandbox: all of the tenant, the devices of the user, nobody but one conversation; default: what the broker has (tools.sandbox.strategy)
                             * @default default
                             * @enum {string}
                             */
                            strategy: "default" | "shared" | "perUser" | "perSession";
                        };
                        sharedLinks: {
                            /** @default false */
                            enabled: boolean;
                            /** @default 7 */
                            expireAfterDays: number;
                        };
                    };
                };
            };
            /** @description IF_MATCH_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_STALE */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description VERSION_REQUIRED */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSystem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description what there is at the moment */
                        counts: {
                            [key: string]: number;
                        };
                        database: {
                            connections: number;
                            /** @enum {string} */
                            engine: "postgresql" | "embedded";
                            /** @description connections of these that are not in use */
                            idle: number;
                            /** @description queries that wait for a connection */
                            waiting: number;
                        };
                        devices: {
                            connected: number;
                            max: number;
                        };
                        disks: {
                            /** @description bytes */
                            freeBytes: number;
                            /** @enum {string} */
                            name: "data" | "recordings";
                            /** @description bytes */
                            totalBytes: number;
                        }[];
                        memory: {
                            /** @description bytes */
                            externalBytes: number;
                            /** @description bytes */
                            heapTotalBytes: number;
                            /** @description bytes */
                            heapUsedBytes: number;
                            /** @description bytes */
                            rssBytes: number;
                        };
                        /** @description what the broker converses with */
                        mode: string;
                        model: {
                            /**
                             * @description open: its endpoint keeps failing and is left alone; half-open: one stream tries it
                             * @enum {string}
                             */
                            breaker: "closed" | "open" | "half-open";
                            /** @description times since the broker started */
                            breakerOpened: number;
                            id: string;
                            /** @description of the endpoint, since the broker started, as a code; the log says more */
                            lastFailure: string | null;
                            /** @description null: nothing bounds them */
                            maxStreams: number | null;
                            maxWaiting: number;
                            /** @description how long one may wait */
                            queueTimeoutMs: number;
                            /** @description by the quota, since the broker started */
                            refusals: number;
                            /** @description until an open breaker lets one try; 0 otherwise */
                            retryInMs: number;
                            streams: number;
                            /** @description the quota of the account is used up */
                            throttled: boolean;
                            /** @description conversations, since the broker started */
                            waitedInVain: number;
                            /** @description conversations that wait for a stream */
                            waiting: number;
                        };
                        /** @description names this broker among those that share a database */
                        node: string;
                        nodeVersion: string;
                        /** @description which codec is at work */
                        opus: string;
                        /** @description what waits to be written or sent, and what was lost because too much waited */
                        queues: {
                            /** @description since the broker started */
                            dropped: number;
                            /** @enum {string} */
                            name: "records" | "history" | "audit" | "sandboxes" | "presence" | "settings" | "telemetry" | "alerts" | "audioToDevices";
                            /** @description null where nobody counts */
                            waiting: number | null;
                        }[];
                        /** @description as /ready answers */
                        readiness: {
                            checks: {
                                [key: string]: {
                                    detail?: string;
                                    /** @description how long the check took */
                                    ms: number;
                                    ok: boolean;
                                };
                            };
                            /** @description the checks that say no */
                            failed: string[];
                            /** @enum {string} */
                            status: "ready" | "unready";
                        };
                        sessions: {
                            max: number;
                            /** @description bytes */
                            maxMemoryBytes: number;
                            /** @description that conversations are thought to take */
                            memoryBytes: number;
                            /** @description with those that are suspended */
                            open: number;
                            /** @description that were laid down for the next conversation of a device */
                            prepared: number;
                            /** @description that wait for their device to come back */
                            suspended: number;
                        };
                        /**
                         * @description one organisation, or several
                         * @enum {string}
                         */
                        tenancy: "single" | "multi";
                        uptimeS: number;
                        version: string;
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "id" | "-id";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            createdAt: string;
                            disabledAt: string | null;
                            id: string;
                            name: string;
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    id: string;
                    name: string;
                    owner: {
                        /** Format: email */
                        email: string;
                        name: string;
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        link: {
                            /** Format: date-time */
                            expiresAt: string;
                            /** @description good once; hand it to the person */
                            url: string;
                        };
                        owner: {
                            /** @enum {string} */
                            availability: "online" | "busy" | "offline";
                            /** Format: date-time */
                            createdAt: string;
                            email: string;
                            id: string;
                            language: string | null;
                            lastSignInAt: string | null;
                            maxConversations: number;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "viewer" | "device_user";
                            /**
                             * @description invited: has not set a password yet; locked: after too many failures
                             * @enum {string}
                             */
                            status: "active" | "invited" | "locked" | "disabled";
                        };
                        tenant: {
                            /** Format: date-time */
                            createdAt: string;
                            disabledAt: string | null;
                            id: string;
                            name: string;
                        };
                    };
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_EXISTS, IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_WITHHELD */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    disabled?: boolean;
                    name?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        disabledAt: string | null;
                        id: string;
                        name: string;
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginTrial: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description whose settings it gets; left out: those that it had */
                    like?: {
                        /** @enum {string} */
                        kind: "fleet";
                    } | {
                        id: string;
                        /** @enum {string} */
                        kind: "group";
                    } | {
                        id: string;
                        /** @enum {string} */
                        kind: "device";
                    };
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        deviceId: string;
                        /** @description where this port takes MQTT over WebSocket */
                        path: string;
                        /** @description good until the next one is asked for */
                        secret: string;
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_EXISTS */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTurns: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "at" | "-at";
                /** @description id of the device */
                device?: string;
                /** @description not before, like 2026-01-31T12:00:00Z */
                from?: string;
                /** @description before, like 2026-01-31T12:00:00Z */
                to?: string;
                /** @description 1: CSV with a byte order mark, for Excel */
                bom?: "0" | "1";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: date-time
                             * @description when it was over
                             */
                            at: string;
                            deviceId: string;
                            generation: number;
                            id: string;
                            interrupted: boolean;
                            /** @description milliseconds since the first mark */
                            marks: {
                                [key: string]: number;
                            };
                            /** @description milliseconds */
                            playedMs: number | null;
                            /** Format: uuid */
                            sessionId: string;
                            /** @description response: from the end of the question to the first sound of the answer */
                            spans: {
                                /** @description milliseconds */
                                bridge: number | null;
                                /** @description milliseconds */
                                delivery: number | null;
                                /** @description milliseconds */
                                endpointing: number | null;
                                /** @description milliseconds */
                                response: number | null;
                                /** @description milliseconds */
                                thinking: number | null;
                                /** @description milliseconds */
                                tool: number | null;
                            };
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                    "text/csv": string;
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsage: {
        parameters: {
            query?: {
                /** @description weeks begin on Monday; span: all of it as one */
                by?: "hour" | "day" | "week" | "month" | "span";
                /** @description id of the device */
                device?: string;
                /** @description not before, like 2026-01-31T12:00:00Z */
                from?: string;
                /** @description before, like 2026-01-31T12:00:00Z */
                to?: string;
                /** @description 1: CSV with a byte order mark, for Excel */
                bom?: "0" | "1";
                /** @description IANA name, like Europe/Berlin */
                timeZone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description US dollars, by records.prices */
                            cost: number;
                            durationMs: number;
                            failures: number;
                            interruptions: number;
                            meanResponseMs: number | null;
                            messages: number;
                            /** @description to 2 % for all devices; for some, as long as their turns are kept */
                            responseP50Ms: number | null;
                            responseP95Ms: number | null;
                            /** @description that began then */
                            sessions: number;
                            /** @description local time of the time zone */
                            start: string;
                            tokens: {
                                input: {
                                    speech: number;
                                    text: number;
                                };
                                output: {
                                    speech: number;
                                    text: number;
                                };
                            };
                            turns: number;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsageOfDevices: {
        parameters: {
            query?: {
                /** @description id of the device */
                device?: string;
                /** @description not before, like 2026-01-31T12:00:00Z */
                from?: string;
                /** @description before, like 2026-01-31T12:00:00Z */
                to?: string;
                /** @description 1: CSV with a byte order mark, for Excel */
                bom?: "0" | "1";
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description US dollars, by records.prices */
                            cost: number;
                            deviceId: string;
                            durationMs: number;
                            failures: number;
                            interruptions: number;
                            meanResponseMs: number | null;
                            messages: number;
                            /** @description that began then */
                            sessions: number;
                            tokens: {
                                input: {
                                    speech: number;
                                    text: number;
                                };
                                output: {
                                    speech: number;
                                    text: number;
                                };
                            };
                            turns: number;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsageOfTools: {
        parameters: {
            query?: {
                /** @description id of the device */
                device?: string;
                /** @description not before, like 2026-01-31T12:00:00Z */
                from?: string;
                /** @description before, like 2026-01-31T12:00:00Z */
                to?: string;
                /** @description 1: CSV with a byte order mark, for Excel */
                bom?: "0" | "1";
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            calls: number;
                            /** @description timeouts among them */
                            failures: number;
                            maxMs: number;
                            meanMs: number;
                            /** @description as the model knows it */
                            name: string;
                            /** @description `device`, or `mcp:` and the id of the server */
                            source: string;
                            timeouts: number;
                        }[];
                    };
                    "text/csv": string;
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description most items of a page */
                limit?: number;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description what to sort by; a minus in front for descending */
                sort?: "name" | "-name" | "email" | "-email" | "createdAt" | "-createdAt";
                /** @description start of the name or of the e-mail address */
                q?: string;
                role?: "owner" | "admin" | "operator" | "viewer" | "device_user";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @enum {string} */
                            availability: "online" | "busy" | "offline";
                            /** Format: date-time */
                            createdAt: string;
                            email: string;
                            id: string;
                            language: string | null;
                            lastSignInAt: string | null;
                            maxConversations: number;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "viewer" | "device_user";
                            /**
                             * @description invited: has not set a password yet; locked: after too many failures
                             * @enum {string}
                             */
                            status: "active" | "invited" | "locked" | "disabled";
                        }[];
                        /** @description for the next page; null on the last one */
                        nextCursor: string | null;
                    };
                };
            };
            /** @description CURSOR_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inviteUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                    language?: string;
                    /** @description conversations at the same time */
                    maxConversations?: number;
                    name: string;
                    /**
                     * @description at most one’s own
                     * @enum {string}
                     */
                    role: "owner" | "admin" | "operator" | "viewer" | "device_user";
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        link: {
                            /** Format: date-time */
                            expiresAt: string;
                            /** @description good once; hand it to the person */
                            url: string;
                        };
                        user: {
                            /** @enum {string} */
                            availability: "online" | "busy" | "offline";
                            /** Format: date-time */
                            createdAt: string;
                            email: string;
                            id: string;
                            language: string | null;
                            lastSignInAt: string | null;
                            maxConversations: number;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "viewer" | "device_user";
                            /**
                             * @description invited: has not set a password yet; locked: after too many failures
                             * @enum {string}
                             */
                            status: "active" | "invited" | "locked" | "disabled";
                        };
                    };
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID, MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description ALREADY_EXISTS, IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_WITHHELD */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        availability: "online" | "busy" | "offline";
                        /** Format: date-time */
                        createdAt: string;
                        email: string;
                        id: string;
                        language: string | null;
                        lastSignInAt: string | null;
                        maxConversations: number;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "operator" | "viewer" | "device_user";
                        /**
                         * @description invited: has not set a password yet; locked: after too many failures
                         * @enum {string}
                         */
                        status: "active" | "invited" | "locked" | "disabled";
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    availability?: "online" | "busy" | "offline";
                    disabled?: boolean;
                    /** @description conversations at the same time */
                    maxConversations?: number;
                    name?: string;
                    /**
                     * @description at most one’s own
                     * @enum {string}
                     */
                    role?: "owner" | "admin" | "operator" | "viewer" | "device_user";
                    /**
                     * @description lets somebody in whom failures have locked out
                     * @enum {boolean}
                     */
                    unlock?: true;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        availability: "online" | "busy" | "offline";
                        /** Format: date-time */
                        createdAt: string;
                        email: string;
                        id: string;
                        language: string | null;
                        lastSignInAt: string | null;
                        maxConversations: number;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "operator" | "viewer" | "device_user";
                        /**
                         * @description invited: has not set a password yet; locked: after too many failures
                         * @enum {string}
                         */
                        status: "active" | "invited" | "locked" | "disabled";
                    };
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeUserLink: {
        parameters: {
            query?: never;
            header?: {
                /** @description makes a repeated request harmless */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        link: {
                            /** Format: date-time */
                            expiresAt: string;
                            /** @description good once; hand it to the person */
                            url: string;
                        };
                        user: {
                            /** @enum {string} */
                            availability: "online" | "busy" | "offline";
                            /** Format: date-time */
                            createdAt: string;
                            email: string;
                            id: string;
                            language: string | null;
                            lastSignInAt: string | null;
                            maxConversations: number;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "viewer" | "device_user";
                            /**
                             * @description invited: has not set a password yet; locked: after too many failures
                             * @enum {string}
                             */
                            status: "active" | "invited" | "locked" | "disabled";
                        };
                    };
                };
            };
            /** @description IDEMPOTENCY_KEY_INVALID */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_IN_FLIGHT, IDEMPOTENCY_WITHHELD */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description IDEMPOTENCY_KEY_REUSED, INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVoices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description a sample that nobody has heard yet is billed as a short answer */
                        isPaid: boolean;
                        items: {
                            id: string;
                            /** @description BCP 47 tags of the languages that it was made for */
                            languages: string[];
                            /** @description it speaks every language that the model knows */
                            polyglot: boolean;
                        }[];
                    };
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hearVoice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description default: the one that the voice was made for */
                    language?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            /** @description MALFORMED_JSON */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description SIGN_IN_REQUIRED */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CSRF, FORBIDDEN */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description NOT_FOUND */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description CONFLICT */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description TOO_LARGE */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNSUPPORTED_MEDIA_TYPE */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INVALID_INPUT */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description PROVIDER_FAILED */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        status: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description CREDENTIALS_INVALID */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description UNAVAILABLE */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checks: {
                            [key: string]: {
                                detail?: string;
                                /** @description how long the check took */
                                ms: number;
                                ok: boolean;
                            };
                        };
                        /** @description the checks that say no */
                        failed: string[];
                        /** @enum {string} */
                        status: "ready" | "unready";
                    };
                };
            };
            /** @description RATE_LIMITED */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description INTERNAL */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        checks: {
                            [key: string]: {
                                detail?: string;
                                /** @description how long the check took */
                                ms: number;
                                ok: boolean;
                            };
                        };
                        /** @description the checks that say no */
                        failed: string[];
                        /** @enum {string} */
                        status: "ready" | "unready";
                    };
                };
            };
        };
    };
}
