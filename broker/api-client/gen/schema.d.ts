// Generated from the routes of broker/src/api by "npm run generate". Do not edit.
export interface paths {
    "/api/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Version, uptime, memory and counts of the broker */
        get: operations["getSystem"];
        put?: never;
        post?: never;
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
        /** @description a problem as in RFC 9457 */
        Problem: {
            /**
             * @description stable; rely on this
             * @enum {string}
             */
            code: "BAD_REQUEST" | "MALFORMED_JSON" | "CURSOR_INVALID" | "IDEMPOTENCY_KEY_INVALID" | "IF_MATCH_INVALID" | "TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "INVALID_INPUT" | "IDEMPOTENCY_KEY_REUSED" | "HEADERS_TOO_LARGE" | "SIGN_IN_REQUIRED" | "CREDENTIALS_INVALID" | "SESSION_EXPIRED" | "LINK_INVALID" | "FORBIDDEN" | "CSRF" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "NOT_ACCEPTABLE" | "TIMEOUT" | "CONFLICT" | "ALREADY_EXISTS" | "IDEMPOTENCY_IN_FLIGHT" | "IDEMPOTENCY_WITHHELD" | "GONE" | "VERSION_STALE" | "VERSION_REQUIRED" | "RATE_LIMITED" | "ACCOUNT_LOCKED" | "INTERNAL" | "PROVIDER_FAILED" | "UNAVAILABLE" | "TOO_MANY_STREAMS";
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
                        counts: {
                            [key: string]: number;
                        };
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
                        nodeVersion: string;
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
