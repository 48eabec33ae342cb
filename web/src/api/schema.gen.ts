/** Written by scripts/generate-api-client.ts from the service’s own OpenAPI: do not edit. */
export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                            /** @description ready or unready */
                            status: string;
                            problems: {
                                name: string;
                                reason: string;
                            }[];
                            /** @description what will become a problem; the service is ready all the same */
                            warnings: {
                                name: string;
                                reason: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description ready or unready */
                            status: string;
                            problems: {
                                name: string;
                                reason: string;
                            }[];
                            /** @description what will become a problem; the service is ready all the same */
                            warnings: {
                                name: string;
                                reason: string;
                            }[];
                        };
                    };
                };
            };
        };
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
        get: {
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
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            username: string;
                            name: string;
                            role: string;
                            /** @enum {unknown} */
                            scope: "self" | "squad" | "department" | "all";
                            permissions: string[];
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            squadId: string | null;
                            locale: string;
                            /** @description of the floor: in which its day and its times are shown */
                            timeZone: string;
                            mustChangePassword: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 32 characters without control characters */
                        username: string;
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
                            token: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            expiresAt: string;
                            user: {
                                /** @description an id (UUID in lower case) */
                                id: string;
                                username: string;
                                name: string;
                                role: string;
                                /** @enum {unknown} */
                                scope: "self" | "squad" | "department" | "all";
                                permissions: string[];
                                /** @description an id (UUID in lower case) */
                                departmentId: string;
                                squadId: string | null;
                                locale: string;
                                /** @description of the floor: in which its day and its times are shown */
                                timeZone: string;
                                mustChangePassword: boolean;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete: {
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
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        kind: "events" | "sip";
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
                            /** @description good once, as `?ticket=` of the WebSocket */
                            ticket: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            expiresAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        old: string;
                        new: string;
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
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                name: string;
                                permissions: string[];
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                                expiresAt: string | null;
                                revokedAt: string | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 80 characters without control characters */
                        name: string;
                        permissions: ("agent.work" | "audit.read" | "call-backs.hand-over" | "call-backs.write" | "calls.dial-number" | "calls.override" | "campaigns.live" | "campaigns.read" | "campaigns.run" | "campaigns.write" | "contacts.export" | "contacts.read" | "contacts.write" | "dnc.add" | "dnc.export" | "dnc.import" | "dnc.read" | "dnc.remove" | "exports.approve" | "groups.read" | "groups.write" | "lines.read" | "lines.write" | "lists.import" | "lists.read" | "lists.write" | "metrics.read" | "numbers.reveal" | "records.export" | "records.read" | "results.write" | "roles.read" | "roles.write" | "settings.read" | "settings.write" | "stop.lift" | "stop.set" | "teams.read" | "teams.write" | "tokens.write" | "users.read" | "users.write")[];
                        /**
                         * Format: date-time
                         * @description ISO 8601 with time zone
                         */
                        expiresAt?: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            name: string;
                            permissions: string[];
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            expiresAt: string | null;
                            revokedAt: string | null;
                            token: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
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
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                    status?: "active" | "suspended" | "left";
                    /** @description an id (UUID in lower case) */
                    squadId?: string;
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                username: string;
                                name: string;
                                role: string;
                                /** @description an id (UUID in lower case) */
                                departmentId: string;
                                squadId: string | null;
                                locale: string;
                                seat: string | null;
                                entryDate: string | null;
                                /** @enum {unknown} */
                                status: "active" | "suspended" | "left";
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description 1 to 32 letters, digits, - or _ */
                        username: string;
                        /** @description text of 1 to 80 characters without control characters */
                        name: string;
                        password: string;
                        /** @description text of 1 to 40 characters without control characters */
                        role: string;
                        /** @description an id (UUID in lower case) */
                        departmentId?: string;
                        /** @description an id (UUID in lower case) */
                        squadId?: string;
                        /** @enum {unknown} */
                        locale?: "zh-CN" | "en";
                        /** @description text of 1 to 40 characters without control characters */
                        seat?: string;
                        /**
                         * Format: date
                         * @description YYYY-MM-DD
                         */
                        entryDate?: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            username: string;
                            name: string;
                            role: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            squadId: string | null;
                            locale: string;
                            seat: string | null;
                            entryDate: string | null;
                            /** @enum {unknown} */
                            status: "active" | "suspended" | "left";
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
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
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            username: string;
                            name: string;
                            role: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            squadId: string | null;
                            locale: string;
                            seat: string | null;
                            entryDate: string | null;
                            /** @enum {unknown} */
                            status: "active" | "suspended" | "left";
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 80 characters without control characters */
                        name?: string;
                        /** @description text of 1 to 40 characters without control characters */
                        role?: string;
                        squadId?: string | null;
                        /** @enum {unknown} */
                        locale?: "zh-CN" | "en";
                        seat?: string | null;
                        entryDate?: string | null;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            username: string;
                            name: string;
                            role: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            squadId: string | null;
                            locale: string;
                            seat: string | null;
                            entryDate: string | null;
                            /** @enum {unknown} */
                            status: "active" | "suspended" | "left";
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/users/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password: string;
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
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
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        status: "active" | "suspended" | "left";
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            username: string;
                            name: string;
                            role: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            squadId: string | null;
                            locale: string;
                            seat: string | null;
                            entryDate: string | null;
                            /** @enum {unknown} */
                            status: "active" | "suspended" | "left";
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                /** @enum {unknown} */
                                kind: "department" | "squad";
                                name: string;
                                parentId: string | null;
                                prefixes: string[] | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        kind: "department" | "squad";
                        /** @description text of 1 to 80 characters without control characters */
                        name: string;
                        /** @description an id (UUID in lower case) */
                        parentId?: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "department" | "squad";
                            name: string;
                            parentId: string | null;
                            prefixes: string[] | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{id}": {
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
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 80 characters without control characters */
                        name: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "department" | "squad";
                            name: string;
                            parentId: string | null;
                            prefixes: string[] | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/call-results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                key: string;
                                /** @enum {unknown} */
                                countsAs: "SALE" | "INTENT_A" | "INTENT_B" | "INTENT_C" | "CALLBACK" | "NOINTEREST" | "WRONG" | "NOTSELF" | "VOICEMAIL" | "DNCREQ";
                                nameZh: string;
                                nameEn: string;
                                hotKey: string | null;
                                active: boolean;
                                needs: ("callBackAt" | "note")[];
                                leastTalkSeconds: number | null;
                                mostTalkSeconds: number | null;
                                position: number;
                                flags: {
                                    person: boolean;
                                    contact: boolean;
                                    intent: boolean;
                                    sale: boolean;
                                    callBack: boolean;
                                    doNotCall: boolean;
                                    final: boolean;
                                    retry: boolean;
                                };
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        /** @description a further result, which counts as a shipped one */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 20 characters without control characters */
                        nameZh: string;
                        /** @description text of 1 to 40 characters without control characters */
                        nameEn: string;
                        hotKey?: string | null;
                        active?: boolean;
                        /** @description not taken without a note */
                        needsNote?: boolean;
                        leastTalkSeconds?: number | null;
                        mostTalkSeconds?: number | null;
                        position?: number;
                        /** @description A-Z, 0-9, _ */
                        key: string;
                        /** @enum {unknown} */
                        countsAs: "SALE" | "INTENT_A" | "INTENT_B" | "INTENT_C" | "CALLBACK" | "NOINTEREST" | "WRONG" | "NOTSELF" | "VOICEMAIL" | "DNCREQ";
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
                            key: string;
                            /** @enum {unknown} */
                            countsAs: "SALE" | "INTENT_A" | "INTENT_B" | "INTENT_C" | "CALLBACK" | "NOINTEREST" | "WRONG" | "NOTSELF" | "VOICEMAIL" | "DNCREQ";
                            nameZh: string;
                            nameEn: string;
                            hotKey: string | null;
                            active: boolean;
                            needs: ("callBackAt" | "note")[];
                            leastTalkSeconds: number | null;
                            mostTalkSeconds: number | null;
                            position: number;
                            flags: {
                                person: boolean;
                                contact: boolean;
                                intent: boolean;
                                sale: boolean;
                                callBack: boolean;
                                doNotCall: boolean;
                                final: boolean;
                                retry: boolean;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call-results/{key}": {
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
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description A-Z, 0-9, _ */
                    key: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 20 characters without control characters */
                        nameZh?: string;
                        /** @description text of 1 to 40 characters without control characters */
                        nameEn?: string;
                        hotKey?: string | null;
                        active?: boolean;
                        /** @description not taken without a note */
                        needsNote?: boolean;
                        leastTalkSeconds?: number | null;
                        mostTalkSeconds?: number | null;
                        position?: number;
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
                            key: string;
                            /** @enum {unknown} */
                            countsAs: "SALE" | "INTENT_A" | "INTENT_B" | "INTENT_C" | "CALLBACK" | "NOINTEREST" | "WRONG" | "NOTSELF" | "VOICEMAIL" | "DNCREQ";
                            nameZh: string;
                            nameEn: string;
                            hotKey: string | null;
                            active: boolean;
                            needs: ("callBackAt" | "note")[];
                            leastTalkSeconds: number | null;
                            mostTalkSeconds: number | null;
                            position: number;
                            flags: {
                                person: boolean;
                                contact: boolean;
                                intent: boolean;
                                sale: boolean;
                                callBack: boolean;
                                doNotCall: boolean;
                                final: boolean;
                                retry: boolean;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                key: string;
                                name: string;
                                /** @enum {unknown} */
                                scope: "self" | "squad" | "department" | "all";
                                permissions: string[];
                                builtIn: boolean;
                            }[];
                            permissions: string[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description 2 to 40 lower-case letters, digits or - */
                        key: string;
                        /** @description text of 1 to 80 characters without control characters */
                        name: string;
                        /** @enum {unknown} */
                        scope: "self" | "squad" | "department" | "all";
                        permissions: ("agent.work" | "audit.read" | "call-backs.hand-over" | "call-backs.write" | "calls.dial-number" | "calls.override" | "campaigns.live" | "campaigns.read" | "campaigns.run" | "campaigns.write" | "contacts.export" | "contacts.read" | "contacts.write" | "dnc.add" | "dnc.export" | "dnc.import" | "dnc.read" | "dnc.remove" | "exports.approve" | "groups.read" | "groups.write" | "lines.read" | "lines.write" | "lists.import" | "lists.read" | "lists.write" | "metrics.read" | "numbers.reveal" | "records.export" | "records.read" | "results.write" | "roles.read" | "roles.write" | "settings.read" | "settings.write" | "stop.lift" | "stop.set" | "teams.read" | "teams.write" | "tokens.write" | "users.read" | "users.write")[];
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
                            key: string;
                            name: string;
                            /** @enum {unknown} */
                            scope: "self" | "squad" | "department" | "all";
                            permissions: string[];
                            builtIn: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                key: string;
                                name: string;
                                /** @description an id (UUID in lower case) */
                                departmentId: string;
                                node: string;
                                /** @enum {unknown} */
                                mode: "progressive" | "ratio" | "predictive";
                                linesPerAgent: number;
                                maxLinesPerAgent: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description 1 to 16 lower-case letters or digits */
                        key: string;
                        /** @description text of 1 to 80 characters without control characters */
                        name: string;
                        /** @description the name of a node in ARI_NODES */
                        node: string;
                        /** @description an id (UUID in lower case) */
                        departmentId?: string;
                        /** @enum {unknown} */
                        mode?: "progressive" | "ratio" | "predictive";
                        linesPerAgent?: number;
                        maxLinesPerAgent?: number;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            key: string;
                            name: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            node: string;
                            /** @enum {unknown} */
                            mode: "progressive" | "ratio" | "predictive";
                            linesPerAgent: number;
                            maxLinesPerAgent: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent-groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            key: string;
                            name: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            node: string;
                            /** @enum {unknown} */
                            mode: "progressive" | "ratio" | "predictive";
                            linesPerAgent: number;
                            maxLinesPerAgent: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 80 characters without control characters */
                        name?: string;
                        /** @description the name of a node in ARI_NODES */
                        node?: string;
                        /** @enum {unknown} */
                        mode?: "progressive" | "ratio" | "predictive";
                        linesPerAgent?: number;
                        maxLinesPerAgent?: number;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            key: string;
                            name: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            node: string;
                            /** @enum {unknown} */
                            mode: "progressive" | "ratio" | "predictive";
                            linesPerAgent: number;
                            maxLinesPerAgent: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/agent-groups/{id}/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                                /** @description an id (UUID in lower case) */
                                agentId: string;
                                name: string;
                                /** @description 工号 */
                                username: string;
                                squadId: string | null;
                                /** @enum {unknown} */
                                state: "offline" | "connecting" | "idle" | "preview" | "dialing" | "reserved" | "talking" | "wrapup" | "paused";
                                reason: string | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                since: string;
                                /** @description will pause or sign out after this call */
                                leaving: boolean;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
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
                                /** @description text of 1 to 120 characters without control characters */
                                name: string;
                                weight: number;
                                priority: number;
                                regime: string;
                                abandonTarget: number;
                                abandonWindowMs: number;
                                patienceMs: number;
                                ringTimeoutMs: number;
                                setupTimeoutMs: number;
                                wrapUpMs: number;
                                maxTalkSeconds: number;
                                /** @description the name of a sound: letters, digits, - */
                                message: string;
                                recallAbandoned: boolean;
                                /** @enum {unknown} */
                                mode: "auto" | "preview";
                                previewMs: number;
                                /** @enum {unknown} */
                                previewThen: "dial" | "skip";
                                previewSkipMs: number;
                                hours: {
                                    legal: {
                                        from: number;
                                        to: number;
                                    };
                                    campaign: {
                                        [key: string]: {
                                            from: number;
                                            to: number;
                                        }[];
                                    };
                                };
                                frequency: {
                                    windows: {
                                        max: number;
                                        windowMs: number;
                                        /** @description counted by the callee’s calendar day instead of any rolling window */
                                        calendarDay?: boolean;
                                    }[];
                                };
                                gate: {
                                    allowPrefixes?: string[];
                                    blockRegions?: string[];
                                    /** @enum {unknown} */
                                    consent?: "none" | "basis";
                                    partOfDay?: {
                                        max: number;
                                    };
                                    /** @enum {unknown} */
                                    holidays?: "open" | "closed";
                                    regionHours?: boolean;
                                };
                                maxAttempts: number;
                                maxAttemptsPerDay: number;
                                retryMs: {
                                    [key: string]: number | null;
                                };
                                trunkIds: string[];
                                callerIdIds: string[];
                                callerPoolId: string | null;
                                callerUse: string | null;
                                /** @description an id (UUID in lower case) */
                                id: string;
                                /** @description an id (UUID in lower case) */
                                departmentId: string;
                                /** @description an id (UUID in lower case) */
                                groupId: string;
                                /** @enum {unknown} */
                                status: "stopped" | "running" | "paused";
                                rule: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 120 characters without control characters */
                        name: string;
                        weight?: number;
                        priority?: number;
                        /** @enum {unknown} */
                        regime?: "cn" | "au" | "jp" | "us" | "us-fl-ok" | "us-debt" | "ca" | "br" | "uk" | "it" | "de" | "fr";
                        abandonTarget?: number;
                        abandonWindowMs?: number;
                        patienceMs?: number;
                        ringTimeoutMs?: number;
                        setupTimeoutMs?: number;
                        wrapUpMs?: number;
                        maxTalkSeconds?: number;
                        /** @description the name of a sound: letters, digits, - */
                        message?: string;
                        recallAbandoned?: boolean;
                        /** @enum {unknown} */
                        mode?: "auto" | "preview";
                        previewMs?: number;
                        /** @enum {unknown} */
                        previewThen?: "dial" | "skip";
                        previewSkipMs?: number;
                        hours?: {
                            legal: {
                                from: number;
                                to: number;
                            };
                            campaign: {
                                1?: {
                                    from: number;
                                    to: number;
                                }[];
                                2?: {
                                    from: number;
                                    to: number;
                                }[];
                                3?: {
                                    from: number;
                                    to: number;
                                }[];
                                4?: {
                                    from: number;
                                    to: number;
                                }[];
                                5?: {
                                    from: number;
                                    to: number;
                                }[];
                                6?: {
                                    from: number;
                                    to: number;
                                }[];
                                7?: {
                                    from: number;
                                    to: number;
                                }[];
                            };
                        };
                        frequency?: {
                            windows: {
                                max: number;
                                windowMs: number;
                                /** @description counted by the callee’s calendar day instead of any rolling window */
                                calendarDay?: boolean;
                            }[];
                        };
                        gate?: {
                            allowPrefixes?: string[];
                            blockRegions?: string[];
                            /** @enum {unknown} */
                            consent?: "none" | "basis";
                            partOfDay?: {
                                max: number;
                            };
                            /** @enum {unknown} */
                            holidays?: "open" | "closed";
                            regionHours?: boolean;
                        };
                        maxAttempts?: number;
                        maxAttemptsPerDay?: number;
                        retryMs?: {
                            NOANSWER?: number | null;
                            BUSY?: number | null;
                            CONGESTED?: number | null;
                            INVALID?: number | null;
                            POWEROFF?: number | null;
                            SUSPENDED?: number | null;
                            UNREACHABLE?: number | null;
                            BLOCKED?: number | null;
                            REJECTED?: number | null;
                            ASSISTANT?: number | null;
                            MACHINE?: number | null;
                            ABANDONED?: number | null;
                            HUNGUP?: number | null;
                            HUNGUP_WAITING?: number | null;
                            CANCELLED?: number | null;
                            TRUNK_FAIL?: number | null;
                            LOCAL_FAIL?: number | null;
                            NODE_LOST?: number | null;
                            UNKNOWN?: number | null;
                            CONNECTED?: number | null;
                            SALE?: number | null;
                            INTENT_A?: number | null;
                            INTENT_B?: number | null;
                            INTENT_C?: number | null;
                            CALLBACK?: number | null;
                            NOINTEREST?: number | null;
                            WRONG?: number | null;
                            NOTSELF?: number | null;
                            VOICEMAIL?: number | null;
                            DNCREQ?: number | null;
                            UNFILLED?: number | null;
                        };
                        trunkIds?: string[];
                        callerIdIds?: string[];
                        callerPoolId?: string | null;
                        callerUse?: string | null;
                        /** @description an id (UUID in lower case) */
                        groupId: string;
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
                            /** @description text of 1 to 120 characters without control characters */
                            name: string;
                            weight: number;
                            priority: number;
                            regime: string;
                            abandonTarget: number;
                            abandonWindowMs: number;
                            patienceMs: number;
                            ringTimeoutMs: number;
                            setupTimeoutMs: number;
                            wrapUpMs: number;
                            maxTalkSeconds: number;
                            /** @description the name of a sound: letters, digits, - */
                            message: string;
                            recallAbandoned: boolean;
                            /** @enum {unknown} */
                            mode: "auto" | "preview";
                            previewMs: number;
                            /** @enum {unknown} */
                            previewThen: "dial" | "skip";
                            previewSkipMs: number;
                            hours: {
                                legal: {
                                    from: number;
                                    to: number;
                                };
                                campaign: {
                                    [key: string]: {
                                        from: number;
                                        to: number;
                                    }[];
                                };
                            };
                            frequency: {
                                windows: {
                                    max: number;
                                    windowMs: number;
                                    /** @description counted by the callee’s calendar day instead of any rolling window */
                                    calendarDay?: boolean;
                                }[];
                            };
                            gate: {
                                allowPrefixes?: string[];
                                blockRegions?: string[];
                                /** @enum {unknown} */
                                consent?: "none" | "basis";
                                partOfDay?: {
                                    max: number;
                                };
                                /** @enum {unknown} */
                                holidays?: "open" | "closed";
                                regionHours?: boolean;
                            };
                            maxAttempts: number;
                            maxAttemptsPerDay: number;
                            retryMs: {
                                [key: string]: number | null;
                            };
                            trunkIds: string[];
                            callerIdIds: string[];
                            callerPoolId: string | null;
                            callerUse: string | null;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            /** @description an id (UUID in lower case) */
                            groupId: string;
                            /** @enum {unknown} */
                            status: "stopped" | "running" | "paused";
                            rule: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description text of 1 to 120 characters without control characters */
                            name: string;
                            weight: number;
                            priority: number;
                            regime: string;
                            abandonTarget: number;
                            abandonWindowMs: number;
                            patienceMs: number;
                            ringTimeoutMs: number;
                            setupTimeoutMs: number;
                            wrapUpMs: number;
                            maxTalkSeconds: number;
                            /** @description the name of a sound: letters, digits, - */
                            message: string;
                            recallAbandoned: boolean;
                            /** @enum {unknown} */
                            mode: "auto" | "preview";
                            previewMs: number;
                            /** @enum {unknown} */
                            previewThen: "dial" | "skip";
                            previewSkipMs: number;
                            hours: {
                                legal: {
                                    from: number;
                                    to: number;
                                };
                                campaign: {
                                    [key: string]: {
                                        from: number;
                                        to: number;
                                    }[];
                                };
                            };
                            frequency: {
                                windows: {
                                    max: number;
                                    windowMs: number;
                                    /** @description counted by the callee’s calendar day instead of any rolling window */
                                    calendarDay?: boolean;
                                }[];
                            };
                            gate: {
                                allowPrefixes?: string[];
                                blockRegions?: string[];
                                /** @enum {unknown} */
                                consent?: "none" | "basis";
                                partOfDay?: {
                                    max: number;
                                };
                                /** @enum {unknown} */
                                holidays?: "open" | "closed";
                                regionHours?: boolean;
                            };
                            maxAttempts: number;
                            maxAttemptsPerDay: number;
                            retryMs: {
                                [key: string]: number | null;
                            };
                            trunkIds: string[];
                            callerIdIds: string[];
                            callerPoolId: string | null;
                            callerUse: string | null;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            /** @description an id (UUID in lower case) */
                            groupId: string;
                            /** @enum {unknown} */
                            status: "stopped" | "running" | "paused";
                            rule: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 120 characters without control characters */
                        name?: string;
                        weight?: number;
                        priority?: number;
                        /** @enum {unknown} */
                        regime?: "cn" | "au" | "jp" | "us" | "us-fl-ok" | "us-debt" | "ca" | "br" | "uk" | "it" | "de" | "fr";
                        abandonTarget?: number;
                        abandonWindowMs?: number;
                        patienceMs?: number;
                        ringTimeoutMs?: number;
                        setupTimeoutMs?: number;
                        wrapUpMs?: number;
                        maxTalkSeconds?: number;
                        /** @description the name of a sound: letters, digits, - */
                        message?: string;
                        recallAbandoned?: boolean;
                        /** @enum {unknown} */
                        mode?: "auto" | "preview";
                        previewMs?: number;
                        /** @enum {unknown} */
                        previewThen?: "dial" | "skip";
                        previewSkipMs?: number;
                        hours?: {
                            legal: {
                                from: number;
                                to: number;
                            };
                            campaign: {
                                1?: {
                                    from: number;
                                    to: number;
                                }[];
                                2?: {
                                    from: number;
                                    to: number;
                                }[];
                                3?: {
                                    from: number;
                                    to: number;
                                }[];
                                4?: {
                                    from: number;
                                    to: number;
                                }[];
                                5?: {
                                    from: number;
                                    to: number;
                                }[];
                                6?: {
                                    from: number;
                                    to: number;
                                }[];
                                7?: {
                                    from: number;
                                    to: number;
                                }[];
                            };
                        };
                        frequency?: {
                            windows: {
                                max: number;
                                windowMs: number;
                                /** @description counted by the callee’s calendar day instead of any rolling window */
                                calendarDay?: boolean;
                            }[];
                        };
                        gate?: {
                            allowPrefixes?: string[];
                            blockRegions?: string[];
                            /** @enum {unknown} */
                            consent?: "none" | "basis";
                            partOfDay?: {
                                max: number;
                            };
                            /** @enum {unknown} */
                            holidays?: "open" | "closed";
                            regionHours?: boolean;
                        };
                        maxAttempts?: number;
                        maxAttemptsPerDay?: number;
                        retryMs?: {
                            NOANSWER?: number | null;
                            BUSY?: number | null;
                            CONGESTED?: number | null;
                            INVALID?: number | null;
                            POWEROFF?: number | null;
                            SUSPENDED?: number | null;
                            UNREACHABLE?: number | null;
                            BLOCKED?: number | null;
                            REJECTED?: number | null;
                            ASSISTANT?: number | null;
                            MACHINE?: number | null;
                            ABANDONED?: number | null;
                            HUNGUP?: number | null;
                            HUNGUP_WAITING?: number | null;
                            CANCELLED?: number | null;
                            TRUNK_FAIL?: number | null;
                            LOCAL_FAIL?: number | null;
                            NODE_LOST?: number | null;
                            UNKNOWN?: number | null;
                            CONNECTED?: number | null;
                            SALE?: number | null;
                            INTENT_A?: number | null;
                            INTENT_B?: number | null;
                            INTENT_C?: number | null;
                            CALLBACK?: number | null;
                            NOINTEREST?: number | null;
                            WRONG?: number | null;
                            NOTSELF?: number | null;
                            VOICEMAIL?: number | null;
                            DNCREQ?: number | null;
                            UNFILLED?: number | null;
                        };
                        trunkIds?: string[];
                        callerIdIds?: string[];
                        callerPoolId?: string | null;
                        callerUse?: string | null;
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
                            /** @description text of 1 to 120 characters without control characters */
                            name: string;
                            weight: number;
                            priority: number;
                            regime: string;
                            abandonTarget: number;
                            abandonWindowMs: number;
                            patienceMs: number;
                            ringTimeoutMs: number;
                            setupTimeoutMs: number;
                            wrapUpMs: number;
                            maxTalkSeconds: number;
                            /** @description the name of a sound: letters, digits, - */
                            message: string;
                            recallAbandoned: boolean;
                            /** @enum {unknown} */
                            mode: "auto" | "preview";
                            previewMs: number;
                            /** @enum {unknown} */
                            previewThen: "dial" | "skip";
                            previewSkipMs: number;
                            hours: {
                                legal: {
                                    from: number;
                                    to: number;
                                };
                                campaign: {
                                    [key: string]: {
                                        from: number;
                                        to: number;
                                    }[];
                                };
                            };
                            frequency: {
                                windows: {
                                    max: number;
                                    windowMs: number;
                                    /** @description counted by the callee’s calendar day instead of any rolling window */
                                    calendarDay?: boolean;
                                }[];
                            };
                            gate: {
                                allowPrefixes?: string[];
                                blockRegions?: string[];
                                /** @enum {unknown} */
                                consent?: "none" | "basis";
                                partOfDay?: {
                                    max: number;
                                };
                                /** @enum {unknown} */
                                holidays?: "open" | "closed";
                                regionHours?: boolean;
                            };
                            maxAttempts: number;
                            maxAttemptsPerDay: number;
                            retryMs: {
                                [key: string]: number | null;
                            };
                            trunkIds: string[];
                            callerIdIds: string[];
                            callerPoolId: string | null;
                            callerUse: string | null;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            /** @description an id (UUID in lower case) */
                            groupId: string;
                            /** @enum {unknown} */
                            status: "stopped" | "running" | "paused";
                            rule: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/campaigns/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description text of 1 to 120 characters without control characters */
                            name: string;
                            weight: number;
                            priority: number;
                            regime: string;
                            abandonTarget: number;
                            abandonWindowMs: number;
                            patienceMs: number;
                            ringTimeoutMs: number;
                            setupTimeoutMs: number;
                            wrapUpMs: number;
                            maxTalkSeconds: number;
                            /** @description the name of a sound: letters, digits, - */
                            message: string;
                            recallAbandoned: boolean;
                            /** @enum {unknown} */
                            mode: "auto" | "preview";
                            previewMs: number;
                            /** @enum {unknown} */
                            previewThen: "dial" | "skip";
                            previewSkipMs: number;
                            hours: {
                                legal: {
                                    from: number;
                                    to: number;
                                };
                                campaign: {
                                    [key: string]: {
                                        from: number;
                                        to: number;
                                    }[];
                                };
                            };
                            frequency: {
                                windows: {
                                    max: number;
                                    windowMs: number;
                                    /** @description counted by the callee’s calendar day instead of any rolling window */
                                    calendarDay?: boolean;
                                }[];
                            };
                            gate: {
                                allowPrefixes?: string[];
                                blockRegions?: string[];
                                /** @enum {unknown} */
                                consent?: "none" | "basis";
                                partOfDay?: {
                                    max: number;
                                };
                                /** @enum {unknown} */
                                holidays?: "open" | "closed";
                                regionHours?: boolean;
                            };
                            maxAttempts: number;
                            maxAttemptsPerDay: number;
                            retryMs: {
                                [key: string]: number | null;
                            };
                            trunkIds: string[];
                            callerIdIds: string[];
                            callerPoolId: string | null;
                            callerUse: string | null;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            /** @description an id (UUID in lower case) */
                            groupId: string;
                            /** @enum {unknown} */
                            status: "stopped" | "running" | "paused";
                            rule: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description text of 1 to 120 characters without control characters */
                            name: string;
                            weight: number;
                            priority: number;
                            regime: string;
                            abandonTarget: number;
                            abandonWindowMs: number;
                            patienceMs: number;
                            ringTimeoutMs: number;
                            setupTimeoutMs: number;
                            wrapUpMs: number;
                            maxTalkSeconds: number;
                            /** @description the name of a sound: letters, digits, - */
                            message: string;
                            recallAbandoned: boolean;
                            /** @enum {unknown} */
                            mode: "auto" | "preview";
                            previewMs: number;
                            /** @enum {unknown} */
                            previewThen: "dial" | "skip";
                            previewSkipMs: number;
                            hours: {
                                legal: {
                                    from: number;
                                    to: number;
                                };
                                campaign: {
                                    [key: string]: {
                                        from: number;
                                        to: number;
                                    }[];
                                };
                            };
                            frequency: {
                                windows: {
                                    max: number;
                                    windowMs: number;
                                    /** @description counted by the callee’s calendar day instead of any rolling window */
                                    calendarDay?: boolean;
                                }[];
                            };
                            gate: {
                                allowPrefixes?: string[];
                                blockRegions?: string[];
                                /** @enum {unknown} */
                                consent?: "none" | "basis";
                                partOfDay?: {
                                    max: number;
                                };
                                /** @enum {unknown} */
                                holidays?: "open" | "closed";
                                regionHours?: boolean;
                            };
                            maxAttempts: number;
                            maxAttemptsPerDay: number;
                            retryMs: {
                                [key: string]: number | null;
                            };
                            trunkIds: string[];
                            callerIdIds: string[];
                            callerPoolId: string | null;
                            callerUse: string | null;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            /** @description an id (UUID in lower case) */
                            groupId: string;
                            /** @enum {unknown} */
                            status: "stopped" | "running" | "paused";
                            rule: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description text of 1 to 120 characters without control characters */
                            name: string;
                            weight: number;
                            priority: number;
                            regime: string;
                            abandonTarget: number;
                            abandonWindowMs: number;
                            patienceMs: number;
                            ringTimeoutMs: number;
                            setupTimeoutMs: number;
                            wrapUpMs: number;
                            maxTalkSeconds: number;
                            /** @description the name of a sound: letters, digits, - */
                            message: string;
                            recallAbandoned: boolean;
                            /** @enum {unknown} */
                            mode: "auto" | "preview";
                            previewMs: number;
                            /** @enum {unknown} */
                            previewThen: "dial" | "skip";
                            previewSkipMs: number;
                            hours: {
                                legal: {
                                    from: number;
                                    to: number;
                                };
                                campaign: {
                                    [key: string]: {
                                        from: number;
                                        to: number;
                                    }[];
                                };
                            };
                            frequency: {
                                windows: {
                                    max: number;
                                    windowMs: number;
                                    /** @description counted by the callee’s calendar day instead of any rolling window */
                                    calendarDay?: boolean;
                                }[];
                            };
                            gate: {
                                allowPrefixes?: string[];
                                blockRegions?: string[];
                                /** @enum {unknown} */
                                consent?: "none" | "basis";
                                partOfDay?: {
                                    max: number;
                                };
                                /** @enum {unknown} */
                                holidays?: "open" | "closed";
                                regionHours?: boolean;
                            };
                            maxAttempts: number;
                            maxAttemptsPerDay: number;
                            retryMs: {
                                [key: string]: number | null;
                            };
                            trunkIds: string[];
                            callerIdIds: string[];
                            callerPoolId: string | null;
                            callerUse: string | null;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            /** @description an id (UUID in lower case) */
                            groupId: string;
                            /** @enum {unknown} */
                            status: "stopped" | "running" | "paused";
                            rule: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            /** @description an id (UUID in lower case) */
                            groupId: string;
                            /** @enum {unknown} */
                            status: "stopped" | "running" | "paused";
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            at: string;
                            engine: {
                                agents: {
                                    [key: string]: number;
                                };
                                lines: {
                                    ringing: number;
                                    waiting: number;
                                    talking: number;
                                };
                                queued: number;
                                limitedBy: string;
                                pacing: {
                                    limitedBy: string;
                                    explain: {
                                        [key: string]: number;
                                    };
                                };
                            } | null;
                            abandon: {
                                target: number;
                                windowMs: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                from: string;
                                connected: number;
                                abandoned: number;
                                rate: number | null;
                                regime: string;
                                /** @description whose calls count: campaign, centre (its department) or organisation */
                                scope: string;
                                windows: {
                                    name: string;
                                    limit: number;
                                    /**
                                     * Format: date-time
                                     * @description ISO 8601 with time zone
                                     */
                                    from: string;
                                    connected: number;
                                    abandoned: number;
                                    left: number;
                                }[];
                            };
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/gates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description why its contacts are not dialed: one reason each, or ready; at most two seconds old */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            /** @enum {unknown} */
                            status: "stopped" | "running" | "paused";
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            at: string;
                            contacts: number;
                            ready: number;
                            reasons: {
                                /** @enum {unknown} */
                                code: "number-not-allowed" | "place-unknown" | "hours-legal" | "hours-campaign" | "do-not-call" | "region-blocked" | "in-flight" | "frequency" | "abandoned-lock" | "contact-closed" | "contact-dialing" | "contact-not-queued" | "list-inactive" | "customer-deleted" | "protected" | "not-due" | "attempts-day" | "attempts-day-part" | "attempts-total" | "consent" | "bound" | "no-trunk" | "caller-ids";
                                contacts: number;
                                "zh-CN": string;
                                en: string;
                                /** @description the commonest, in words with their facts; of hours, numbers and regions only */
                                cases: {
                                    "zh-CN": string;
                                    en: string;
                                    contacts: number;
                                    opensAt: string | null;
                                }[];
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/abandon-evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description every abandoned call of the window with its times and rule, signed; numbers masked */
        get: {
            parameters: {
                query?: {
                    /** @description ISO 8601 with time zone */
                    from?: string;
                    /** @description ISO 8601 with time zone */
                    to?: string;
                    format?: "csv" | "json";
                    /** @description why, in 2 to 200 characters without quotes, ; < > & % and numbers of people; must be given */
                    reason?: string;
                };
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the signed file */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                        "application/json": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                    /** @description an id (UUID in lower case) */
                    campaignId?: string;
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                /** @description an id (UUID in lower case) */
                                campaignId: string;
                                name: string;
                                active: boolean;
                                source: string | null;
                                legalBasis: string | null;
                                hours: {
                                    [key: string]: {
                                        from: number;
                                        to: number;
                                    }[];
                                } | null;
                                contacts: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description an id (UUID in lower case) */
                        campaignId: string;
                        /** @description text of 1 to 120 characters without control characters */
                        name: string;
                        /** @description text of 1 to 200 characters without control characters */
                        source?: string;
                        /** @description text of 1 to 200 characters without control characters */
                        legalBasis?: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            name: string;
                            active: boolean;
                            source: string | null;
                            legalBasis: string | null;
                            hours: {
                                [key: string]: {
                                    from: number;
                                    to: number;
                                }[];
                            } | null;
                            contacts: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            name: string;
                            active: boolean;
                            source: string | null;
                            legalBasis: string | null;
                            hours: {
                                [key: string]: {
                                    from: number;
                                    to: number;
                                }[];
                            } | null;
                            contacts: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active: boolean;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            name: string;
                            active: boolean;
                            source: string | null;
                            legalBasis: string | null;
                            hours: {
                                [key: string]: {
                                    from: number;
                                    to: number;
                                }[];
                            } | null;
                            contacts: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                    /** @description an id (UUID in lower case) */
                    listId?: string;
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                /** @enum {unknown} */
                                kind: "contacts" | "do-not-call";
                                listId: string | null;
                                /** @enum {unknown} */
                                state: "receiving" | "held" | "queued" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone";
                                batch: {
                                    source: string | null;
                                    supplier: string | null;
                                    price: string | null;
                                    legalBasis: string | null;
                                    proof: string | null;
                                };
                                settings: {
                                    [key: string]: unknown;
                                };
                                bytes: number;
                                doneBytes: number;
                                /** @description data rows read: imported + updated + moved + duplicates + doNotCall + rejected */
                                rows: number;
                                imported: number;
                                updated: number;
                                moved: number;
                                duplicates: number;
                                doNotCall: number;
                                rejected: number;
                                undone: number;
                                /** @description of an undo: dialed or changed since, so they stay */
                                kept: number;
                                /** @description an id (UUID in lower case) */
                                createdBy: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                                startedAt: string | null;
                                endedAt: string | null;
                                failure: string | null;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "do-not-call";
                            listId: string | null;
                            /** @enum {unknown} */
                            state: "receiving" | "held" | "queued" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone";
                            batch: {
                                source: string | null;
                                supplier: string | null;
                                price: string | null;
                                legalBasis: string | null;
                                proof: string | null;
                            };
                            settings: {
                                [key: string]: unknown;
                            };
                            bytes: number;
                            doneBytes: number;
                            /** @description data rows read: imported + updated + moved + duplicates + doNotCall + rejected */
                            rows: number;
                            imported: number;
                            updated: number;
                            moved: number;
                            duplicates: number;
                            doNotCall: number;
                            rejected: number;
                            undone: number;
                            /** @description of an undo: dialed or changed since, so they stay */
                            kept: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            failure: string | null;
                            /** @description the first 100 */
                            faults: {
                                /** @description line of the sheet, the header included */
                                row: number;
                                column: string | null;
                                /** @description masked */
                                value: string;
                                /** @enum {unknown} */
                                reason: "row-too-long" | "cell-too-long" | "quote" | "control-character" | "encoding" | "too-many-cells" | "phone-missing" | "phone-invalid" | "phone-scientific" | "place-unknown" | "row-limit" | "duplicate" | "do-not-call";
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description every fault as a CSV file */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description a CSV file */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        settings?: {
                            /** @enum {unknown} */
                            encoding?: "utf-8" | "gb18030" | "utf-16le";
                            /** @enum {unknown} */
                            delimiter?: "," | "\t" | ";";
                            mapping?: {
                                /** @description text of 1 to 200 characters without control characters */
                                phone?: string;
                                /** @description columns of further numbers */
                                phones?: string[];
                                /** @description text of 1 to 200 characters without control characters */
                                name?: string;
                                /** @description text of 1 to 200 characters without control characters */
                                externalId?: string;
                                leaveOut?: string[];
                            };
                            duplicates?: {
                                /** @enum {unknown} */
                                by?: "phone" | "external-id";
                                /** @enum {unknown} */
                                scope?: "list" | "campaign" | "system";
                                days?: number;
                                /** @enum {unknown} */
                                action?: "skip" | "update" | "move";
                            };
                            /** @description leave out do-not-call numbers (default true) */
                            scrub?: boolean;
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
                            titles: string[];
                            columns: {
                                phones: string[];
                                name: string | null;
                                externalId: string | null;
                                fields: string[];
                            };
                            rows: {
                                row: number;
                                /** @enum {unknown} */
                                outcome: "imported" | "updated" | "moved" | "duplicate" | "do-not-call" | "rejected";
                                numbers: {
                                    /** @description masked */
                                    number: string;
                                    place: string;
                                }[];
                                name: string | null;
                                externalId: string | null;
                                fields: {
                                    [key: string]: string;
                                };
                                problems: {
                                    column: string | null;
                                    /** @description masked */
                                    value: string;
                                    /** @enum {unknown} */
                                    reason: "row-too-long" | "cell-too-long" | "quote" | "control-character" | "encoding" | "too-many-cells" | "phone-missing" | "phone-invalid" | "phone-scientific" | "place-unknown" | "row-limit" | "duplicate" | "do-not-call";
                                }[];
                            }[];
                            counts: {
                                /** @description rows from the beginning of the file that the counts are over */
                                looked: number;
                                /** @description whether that is the whole file */
                                whole: boolean;
                                outcomes: {
                                    [key: string]: number;
                                };
                                problems: {
                                    [key: string]: number;
                                };
                            };
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        settings?: {
                            /** @enum {unknown} */
                            encoding?: "utf-8" | "gb18030" | "utf-16le";
                            /** @enum {unknown} */
                            delimiter?: "," | "\t" | ";";
                            mapping?: {
                                /** @description text of 1 to 200 characters without control characters */
                                phone?: string;
                                /** @description columns of further numbers */
                                phones?: string[];
                                /** @description text of 1 to 200 characters without control characters */
                                name?: string;
                                /** @description text of 1 to 200 characters without control characters */
                                externalId?: string;
                                leaveOut?: string[];
                            };
                            duplicates?: {
                                /** @enum {unknown} */
                                by?: "phone" | "external-id";
                                /** @enum {unknown} */
                                scope?: "list" | "campaign" | "system";
                                days?: number;
                                /** @enum {unknown} */
                                action?: "skip" | "update" | "move";
                            };
                            /** @description leave out do-not-call numbers (default true) */
                            scrub?: boolean;
                        };
                        batch?: {
                            /** @description text of 1 to 200 characters without control characters */
                            source?: string;
                            /** @description text of 1 to 200 characters without control characters */
                            supplier?: string;
                            /** @description CNY for the whole batch, e.g. "1200.00" */
                            price?: string;
                            /** @description text of 1 to 200 characters without control characters */
                            legalBasis?: string;
                            /** @description text of 1 to 500 characters without control characters */
                            proof?: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "do-not-call";
                            listId: string | null;
                            /** @enum {unknown} */
                            state: "receiving" | "held" | "queued" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone";
                            batch: {
                                source: string | null;
                                supplier: string | null;
                                price: string | null;
                                legalBasis: string | null;
                                proof: string | null;
                            };
                            settings: {
                                [key: string]: unknown;
                            };
                            bytes: number;
                            doneBytes: number;
                            /** @description data rows read: imported + updated + moved + duplicates + doNotCall + rejected */
                            rows: number;
                            imported: number;
                            updated: number;
                            moved: number;
                            duplicates: number;
                            doNotCall: number;
                            rejected: number;
                            undone: number;
                            /** @description of an undo: dialed or changed since, so they stay */
                            kept: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            failure: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "do-not-call";
                            listId: string | null;
                            /** @enum {unknown} */
                            state: "receiving" | "held" | "queued" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone";
                            batch: {
                                source: string | null;
                                supplier: string | null;
                                price: string | null;
                                legalBasis: string | null;
                                proof: string | null;
                            };
                            settings: {
                                [key: string]: unknown;
                            };
                            bytes: number;
                            doneBytes: number;
                            /** @description data rows read: imported + updated + moved + duplicates + doNotCall + rejected */
                            rows: number;
                            imported: number;
                            updated: number;
                            moved: number;
                            duplicates: number;
                            doNotCall: number;
                            rejected: number;
                            undone: number;
                            /** @description of an undo: dialed or changed since, so they stay */
                            kept: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            failure: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "do-not-call";
                            listId: string | null;
                            /** @enum {unknown} */
                            state: "receiving" | "held" | "queued" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone";
                            batch: {
                                source: string | null;
                                supplier: string | null;
                                price: string | null;
                                legalBasis: string | null;
                                proof: string | null;
                            };
                            settings: {
                                [key: string]: unknown;
                            };
                            bytes: number;
                            doneBytes: number;
                            /** @description data rows read: imported + updated + moved + duplicates + doNotCall + rejected */
                            rows: number;
                            imported: number;
                            updated: number;
                            moved: number;
                            duplicates: number;
                            doNotCall: number;
                            rejected: number;
                            undone: number;
                            /** @description of an undo: dialed or changed since, so they stay */
                            kept: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            failure: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                name: string;
                                settings: {
                                    [key: string]: unknown;
                                };
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 120 characters without control characters */
                        name: string;
                        settings: {
                            /** @enum {unknown} */
                            encoding?: "utf-8" | "gb18030" | "utf-16le";
                            /** @enum {unknown} */
                            delimiter?: "," | "\t" | ";";
                            mapping?: {
                                /** @description text of 1 to 200 characters without control characters */
                                phone?: string;
                                /** @description columns of further numbers */
                                phones?: string[];
                                /** @description text of 1 to 200 characters without control characters */
                                name?: string;
                                /** @description text of 1 to 200 characters without control characters */
                                externalId?: string;
                                leaveOut?: string[];
                            };
                            duplicates?: {
                                /** @enum {unknown} */
                                by?: "phone" | "external-id";
                                /** @enum {unknown} */
                                scope?: "list" | "campaign" | "system";
                                days?: number;
                                /** @enum {unknown} */
                                action?: "skip" | "update" | "move";
                            };
                            /** @description leave out do-not-call numbers (default true) */
                            scrub?: boolean;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            name: string;
                            settings: {
                                [key: string]: unknown;
                            };
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                    /** @description an id (UUID in lower case) */
                    campaignId?: string;
                    /** @description an id (UUID in lower case) */
                    listId?: string;
                    state?: "open" | "queued" | "dialing" | "closed";
                    lastResult?: "NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "ASSISTANT" | "MACHINE" | "ABANDONED" | "HUNGUP" | "HUNGUP_WAITING" | "CANCELLED" | "TRUNK_FAIL" | "LOCAL_FAIL" | "NODE_LOST" | "UNKNOWN" | "CONNECTED" | "SALE" | "INTENT_A" | "INTENT_B" | "INTENT_C" | "CALLBACK" | "NOINTEREST" | "WRONG" | "NOTSELF" | "VOICEMAIL" | "DNCREQ" | "UNFILLED";
                    /** @description the last four digits of the number */
                    numberTail?: string;
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                /** @description an id (UUID in lower case) */
                                campaignId: string;
                                /** @description an id (UUID in lower case) */
                                listId: string;
                                customerId: string | null;
                                name: string | null;
                                /** @description masked */
                                number: string;
                                region: string | null;
                                carrier: string | null;
                                fields: {
                                    [key: string]: string;
                                };
                                /** @description where his hours are counted */
                                zones: string[];
                                /** @description his own, not those of his number */
                                ownZones: boolean;
                                /** @enum {unknown} */
                                state: "open" | "queued" | "dialing" | "closed";
                                priority: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                dueAt: string;
                                attempts: number;
                                lastResult: string | null;
                                lastAttemptAt: string | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            /** @description an id (UUID in lower case) */
                            listId: string;
                            customerId: string | null;
                            name: string | null;
                            /** @description masked */
                            number: string;
                            region: string | null;
                            carrier: string | null;
                            fields: {
                                [key: string]: string;
                            };
                            /** @description where his hours are counted */
                            zones: string[];
                            /** @description his own, not those of his number */
                            ownZones: boolean;
                            /** @enum {unknown} */
                            state: "open" | "queued" | "dialing" | "closed";
                            priority: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            dueAt: string;
                            attempts: number;
                            lastResult: string | null;
                            lastAttemptAt: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/gates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description every gate, open or shut, with its facts in words; reason null: it may be dialed now */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            contactId: string;
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            at: string;
                            reason: ("number-not-allowed" | "place-unknown" | "hours-legal" | "hours-campaign" | "do-not-call" | "region-blocked" | "in-flight" | "frequency" | "abandoned-lock" | "contact-closed" | "contact-dialing" | "contact-not-queued" | "list-inactive" | "customer-deleted" | "protected" | "not-due" | "attempts-day" | "attempts-day-part" | "attempts-total" | "consent" | "bound" | "no-trunk" | "caller-ids") | null;
                            gates: {
                                gate: string;
                                open: boolean;
                                code: ("number-not-allowed" | "place-unknown" | "hours-legal" | "hours-campaign" | "do-not-call" | "region-blocked" | "in-flight" | "frequency" | "abandoned-lock" | "contact-closed" | "contact-dialing" | "contact-not-queued" | "list-inactive" | "customer-deleted" | "protected" | "not-due" | "attempts-day" | "attempts-day-part" | "attempts-total" | "consent" | "bound" | "no-trunk" | "caller-ids") | null;
                                "zh-CN": string;
                                en: string;
                                retryAt: string | null;
                                facts: {
                                    [key: string]: string | number;
                                };
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{id}/prefixes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description what the campaigns of a department may dial where they name no prefixes themselves; null: +86 */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        prefixes: string[] | null;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "department" | "squad";
                            name: string;
                            parentId: string | null;
                            prefixes: string[] | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description windows by ISO weekday in place of the campaign’s, the legal hours stay; null: the campaign’s */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        hours: {
                            1?: {
                                from: number;
                                to: number;
                            }[];
                            2?: {
                                from: number;
                                to: number;
                            }[];
                            3?: {
                                from: number;
                                to: number;
                            }[];
                            4?: {
                                from: number;
                                to: number;
                            }[];
                            5?: {
                                from: number;
                                to: number;
                            }[];
                            6?: {
                                from: number;
                                to: number;
                            }[];
                            7?: {
                                from: number;
                                to: number;
                            }[];
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
                        "application/json": {
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            name: string;
                            active: boolean;
                            source: string | null;
                            legalBasis: string | null;
                            hours: {
                                [key: string]: {
                                    from: number;
                                    to: number;
                                }[];
                            } | null;
                            contacts: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/zones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description time zones of his own, all of which must be open; null: those of his number */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        zones: string[] | null;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            /** @description an id (UUID in lower case) */
                            listId: string;
                            customerId: string | null;
                            name: string | null;
                            /** @description masked */
                            number: string;
                            region: string | null;
                            carrier: string | null;
                            fields: {
                                [key: string]: string;
                            };
                            /** @description where his hours are counted */
                            zones: string[];
                            /** @description his own, not those of his number */
                            ownZones: boolean;
                            /** @enum {unknown} */
                            state: "open" | "queued" | "dialing" | "closed";
                            priority: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            dueAt: string;
                            attempts: number;
                            lastResult: string | null;
                            lastAttemptAt: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call-backs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                    state?: "pending" | "due" | "dialing" | "done" | "expired" | "cancelled" | "replaced";
                    /** @description an id (UUID in lower case) */
                    agentId?: string;
                    /** @description an id (UUID in lower case) */
                    campaignId?: string;
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                /** @description an id (UUID in lower case) */
                                contactId: string;
                                /** @description an id (UUID in lower case) */
                                campaignId: string;
                                /** @description an id (UUID in lower case) */
                                departmentId: string;
                                madeBy: string | null;
                                /** @enum {unknown} */
                                for: "anyone" | "squad" | "me";
                                agentId: string | null;
                                squadId: string | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                dueAt: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                                /** @enum {unknown} */
                                state: "pending" | "due" | "dialing" | "done" | "expired" | "cancelled" | "replaced";
                                endedAt: string | null;
                                /** @description masked */
                                number: string;
                                name: string | null;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call-backs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            contactId: string;
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            madeBy: string | null;
                            /** @enum {unknown} */
                            for: "anyone" | "squad" | "me";
                            agentId: string | null;
                            squadId: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            dueAt: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            /** @enum {unknown} */
                            state: "pending" | "due" | "dialing" | "done" | "expired" | "cancelled" | "replaced";
                            endedAt: string | null;
                            /** @description masked */
                            number: string;
                            name: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call-backs/{id}/reschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description ISO 8601 with time zone
                         */
                        dueAt: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            contactId: string;
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            madeBy: string | null;
                            /** @enum {unknown} */
                            for: "anyone" | "squad" | "me";
                            agentId: string | null;
                            squadId: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            dueAt: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            /** @enum {unknown} */
                            state: "pending" | "due" | "dialing" | "done" | "expired" | "cancelled" | "replaced";
                            endedAt: string | null;
                            /** @description masked */
                            number: string;
                            name: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call-backs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            contactId: string;
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            madeBy: string | null;
                            /** @enum {unknown} */
                            for: "anyone" | "squad" | "me";
                            agentId: string | null;
                            squadId: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            dueAt: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            /** @enum {unknown} */
                            state: "pending" | "due" | "dialing" | "done" | "expired" | "cancelled" | "replaced";
                            endedAt: string | null;
                            /** @description masked */
                            number: string;
                            name: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call-backs/{id}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        for: "anyone" | "squad" | "me";
                        /** @description an id (UUID in lower case) */
                        agentId?: string;
                        /** @description an id (UUID in lower case) */
                        squadId?: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            contactId: string;
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            /** @description an id (UUID in lower case) */
                            departmentId: string;
                            madeBy: string | null;
                            /** @enum {unknown} */
                            for: "anyone" | "squad" | "me";
                            agentId: string | null;
                            squadId: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            dueAt: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            /** @enum {unknown} */
                            state: "pending" | "due" | "dialing" | "done" | "expired" | "cancelled" | "replaced";
                            endedAt: string | null;
                            /** @description masked */
                            number: string;
                            name: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/retry-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            rules: {
                                [key: string]: {
                                    delayMs: number | null;
                                    factor: number;
                                    mostMs: number;
                                    attempts: number;
                                    /** @enum {unknown} */
                                    number: "same" | "next";
                                    /** @description the campaign says it; else as shipped */
                                    own: boolean;
                                };
                            };
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        rules: {
                            NOANSWER?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            BUSY?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            CONGESTED?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            INVALID?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            POWEROFF?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            SUSPENDED?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            UNREACHABLE?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            BLOCKED?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            REJECTED?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            ASSISTANT?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            MACHINE?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            ABANDONED?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            HUNGUP?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            HUNGUP_WAITING?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            CANCELLED?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            TRUNK_FAIL?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            LOCAL_FAIL?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            NODE_LOST?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            UNKNOWN?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            CONNECTED?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            SALE?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            INTENT_A?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            INTENT_B?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            INTENT_C?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            CALLBACK?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            NOINTEREST?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            WRONG?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            NOTSELF?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            VOICEMAIL?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            DNCREQ?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
                            };
                            UNFILLED?: {
                                delayMs?: number | null;
                                /** @description each further wait is so many times longer */
                                factor?: number;
                                /** @description ms, at least 120 s */
                                mostMs?: number;
                                attempts?: number;
                                /** @enum {unknown} */
                                number?: "same" | "next";
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
                            rules: {
                                [key: string]: {
                                    delayMs: number | null;
                                    factor: number;
                                    mostMs: number;
                                    attempts: number;
                                    /** @enum {unknown} */
                                    number: "same" | "next";
                                    /** @description the campaign says it; else as shipped */
                                    own: boolean;
                                };
                            };
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/contact-order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @enum {unknown} */
                            kind: "due" | "newest" | "random" | "sort";
                            seed?: number;
                            keys?: {
                                by: string;
                                /** @enum {unknown} */
                                type: "text" | "number" | "date";
                                descending: boolean;
                            }[];
                            mix: {
                                /** @description an id (UUID in lower case) */
                                listId: string;
                                weight: number;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        kind: "due" | "newest" | "random" | "sort";
                        seed?: number;
                        keys?: {
                            /** @description name, externalId, createdAt, attempts, or field:<column of the list> */
                            by: string;
                            /** @enum {unknown} */
                            type: "text" | "number" | "date";
                            descending: boolean;
                        }[];
                        /** @description lists by weight, of equal priority; a list left out weighs 1 */
                        mix?: {
                            /** @description an id (UUID in lower case) */
                            listId: string;
                            weight: number;
                        }[];
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
                            /** @enum {unknown} */
                            kind: "due" | "newest" | "random" | "sort";
                            seed?: number;
                            keys?: {
                                by: string;
                                /** @enum {unknown} */
                                type: "text" | "number" | "date";
                                descending: boolean;
                            }[];
                            mix: {
                                /** @description an id (UUID in lower case) */
                                listId: string;
                                weight: number;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/campaigns/{id}/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            calendar: {
                                from: string | null;
                                to: string | null;
                                days: number[];
                                /** @enum {unknown} */
                                holidays: "closed" | "open";
                            } | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        calendar: {
                            from: string | null;
                            to: string | null;
                            days: number[];
                            /** @enum {unknown} */
                            holidays: "closed" | "open";
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
                        "application/json": {
                            calendar: {
                                from: string | null;
                                to: string | null;
                                days: number[];
                                /** @enum {unknown} */
                                holidays: "closed" | "open";
                            } | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                /** @description an id (UUID in lower case) */
                                listId: string;
                                results: string[];
                                reason: string | null;
                                askedBy: string | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                askedAt: string;
                                scheduledFor: string | null;
                                /** @enum {unknown} */
                                state: "queued" | "running" | "done";
                                opened: number;
                                endedAt: string | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        results: ("NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "ASSISTANT" | "MACHINE" | "ABANDONED" | "HUNGUP" | "HUNGUP_WAITING" | "CANCELLED" | "TRUNK_FAIL" | "LOCAL_FAIL" | "NODE_LOST" | "UNKNOWN" | "CONNECTED" | "SALE" | "INTENT_A" | "INTENT_B" | "INTENT_C" | "CALLBACK" | "NOINTEREST" | "WRONG" | "NOTSELF" | "VOICEMAIL" | "UNFILLED" | "MAXTRIES")[];
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description an id (UUID in lower case) */
                            listId: string;
                            results: string[];
                            reason: string | null;
                            askedBy: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            askedAt: string;
                            scheduledFor: string | null;
                            /** @enum {unknown} */
                            state: "queued" | "running" | "done";
                            opened: number;
                            endedAt: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/reset-schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            schedule: {
                                days: number[];
                                /** @description minute of the floor's day */
                                at: number;
                                results: string[];
                            } | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        schedule: {
                            days: number[];
                            /** @description minute of the floor's day */
                            at: number;
                            results: ("NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "ASSISTANT" | "MACHINE" | "ABANDONED" | "HUNGUP" | "HUNGUP_WAITING" | "CANCELLED" | "TRUNK_FAIL" | "LOCAL_FAIL" | "NODE_LOST" | "UNKNOWN" | "CONNECTED" | "SALE" | "INTENT_A" | "INTENT_B" | "INTENT_C" | "CALLBACK" | "NOINTEREST" | "WRONG" | "NOTSELF" | "VOICEMAIL" | "UNFILLED" | "MAXTRIES")[];
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
                        "application/json": {
                            schedule: {
                                days: number[];
                                /** @description minute of the floor's day */
                                at: number;
                                results: string[];
                            } | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                            /** @description an id (UUID in lower case) */
                            agentId: string;
                            groupId: string | null;
                            /** @enum {unknown} */
                            state: "offline" | "connecting" | "idle" | "preview" | "dialing" | "reserved" | "talking" | "wrapup" | "paused";
                            reason: string | null;
                            since: string | null;
                            leaving: boolean;
                            /** @description the call in his hand is a colleague’s, who asked him in */
                            guest: boolean;
                            colleague: {
                                /** @description an id (UUID in lower case) */
                                agentId: string;
                                name: string;
                            } | null;
                            phone: {
                                sipUser: string;
                                sipPassword: string;
                                sipUri: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                expiresAt: string;
                            } | null;
                            call: {
                                /** @description an id (UUID in lower case) */
                                attemptId: string;
                                /** @description an id (UUID in lower case) */
                                campaignId: string;
                                /** @description an id (UUID in lower case) */
                                contactId: string;
                                customerId: string | null;
                                name: string | null;
                                /** @description masked */
                                number: string;
                                region: string | null;
                                fields: {
                                    [key: string]: string;
                                };
                                answeredAt: string | null;
                                connectedAt: string | null;
                                draft: {
                                    result?: string;
                                    /**
                                     * Format: date-time
                                     * @description ISO 8601 with time zone
                                     */
                                    callBackAt?: string;
                                    callBackFor?: string;
                                    note?: string;
                                } | null;
                            } | null;
                            wrapUp: {
                                /** @description an id (UUID in lower case) */
                                attemptId: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                endsAt: string;
                                extended: boolean;
                                draft: {
                                    result?: string;
                                    /**
                                     * Format: date-time
                                     * @description ISO 8601 with time zone
                                     */
                                    callBackAt?: string;
                                    callBackFor?: string;
                                    note?: string;
                                } | null;
                            } | null;
                            preview: {
                                /** @description an id (UUID in lower case) */
                                attemptId: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                endsAt: string;
                            } | null;
                            unfilled: {
                                /** @description an id (UUID in lower case) */
                                attemptId: string;
                                /** @description an id (UUID in lower case) */
                                campaignId: string;
                                /** @description an id (UUID in lower case) */
                                contactId: string;
                                name: string | null;
                                /** @description masked */
                                number: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                placedAt: string;
                                draft: {
                                    result?: string;
                                    /**
                                     * Format: date-time
                                     * @description ISO 8601 with time zone
                                     */
                                    callBackAt?: string;
                                    callBackFor?: string;
                                    note?: string;
                                } | null;
                            }[];
                            pause: {
                                kind: string | null;
                                endsAt: string | null;
                                overSeconds: number;
                            } | null;
                            waiting: {
                                /** @description why his group has no call more, in one word, as on the live page */
                                limitedBy: string;
                            } | null;
                            breakReasons: {
                                key: string;
                                nameZh: string;
                                nameEn: string;
                                kind: string;
                                minutes: number | null;
                                mostAtOnce: number | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/me/colleagues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                /** @description an id (UUID in lower case) */
                                agentId: string;
                                name: string;
                                username: string;
                                /** @enum {unknown} */
                                state: "offline" | "connecting" | "idle" | "preview" | "dialing" | "reserved" | "talking" | "wrapup" | "paused";
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/me/day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                            /**
                             * Format: date-time
                             * @description midnight of the organisation’s zone
                             */
                            from: string;
                            /** @description placed since then, for him or joined to him */
                            calls: number;
                            connected: number;
                            talkMs: number;
                            wrapUpMs: number;
                            /** @description calls by result code */
                            results: {
                                [key: string]: number;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/me/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        state: "ready" | "paused" | "offline";
                        /** @description the key of a break reason */
                        reason?: string;
                        /** @description an id (UUID in lower case) */
                        groupId?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accepted: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/me/screen-pop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                            call: {
                                /** @description an id (UUID in lower case) */
                                attemptId: string;
                                /** @description an id (UUID in lower case) */
                                campaignId: string;
                                campaignName: string;
                                mode: string;
                                answeredAt: string | null;
                                connectedAt: string | null;
                            };
                            contact: {
                                /** @description an id (UUID in lower case) */
                                id: string;
                                /** @description own columns, each cut at 200 characters */
                                fields: {
                                    [key: string]: string;
                                };
                                /** @description columns that did not fit; GET /contacts/{id} has them */
                                fieldsLeftOut: number;
                                attempts: number;
                            };
                            customer: {
                                id: string | null;
                                name: string | null;
                                /** @description masked */
                                number: string;
                                region: string | null;
                                carrier: string | null;
                                level: string | null;
                            };
                            /** @description newest first */
                            lastContacts: {
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                at: string;
                                result: string;
                                disposition: string | null;
                                agentName: string | null;
                                talkSeconds: number;
                                note: string | null;
                            }[];
                            /** @description always empty: there are no tasks yet */
                            tasks: Record<string, never>[];
                            /** @description always empty: there are none yet */
                            opportunities: Record<string, never>[];
                            /** @description always null: there are no scripts yet */
                            script: null;
                            results: {
                                key: string;
                                nameZh: string;
                                nameEn: string;
                                /** @description a digit; empty: none */
                                hotKey: string;
                                needs: string[];
                            }[];
                        };
                    };
                };
                /** @description no call, preview or wrap-up */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description an id (UUID in lower case) */
                        contactId?: string;
                        /** @description an id (UUID in lower case) */
                        customerId?: string;
                        /** @description text of 1 to 40 characters without control characters */
                        number?: string;
                        /** @description sets house rules of the gate aside for this call; by permission, audited */
                        override?: {
                            /** @description text of 2 to 200 characters without control characters */
                            reason: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id (UUID in lower case) */
                            attemptId: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            attemptId: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accepted: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/hangup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            accepted: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        on: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accepted: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description an id (UUID in lower case) */
                        agent: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accepted: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/conference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description an id (UUID in lower case) */
                        agent: string;
                        /** @description consultation: the customer is put on hold first */
                        private?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accepted: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/dtmf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description 1 to 32 of 0-9 * # A-D */
                        digits: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accepted: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            accepted: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description A-Z, 0-9, _ */
                        result?: string;
                        /**
                         * Format: date-time
                         * @description ISO 8601 with time zone
                         */
                        callBackAt?: string;
                        /** @enum {unknown} */
                        callBackFor?: "anyone" | "squad" | "me";
                        /** @description text of 0 to 2000 characters without control characters */
                        note?: string;
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
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{id}/disposition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description A-Z, 0-9, _ */
                        result: string;
                        /**
                         * Format: date-time
                         * @description ISO 8601 with time zone
                         */
                        callBackAt?: string;
                        /** @enum {unknown} */
                        callBackFor?: "anyone" | "squad" | "me";
                        /** @description text of 1 to 2000 characters without control characters */
                        note?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accepted: boolean;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/break-reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                key: string;
                                nameZh: string;
                                nameEn: string;
                                kind: string;
                                minutes: number | null;
                                mostAtOnce: number | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/break-reasons/{key}": {
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
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    key: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        minutes?: number | null;
                        mostAtOnce?: number | null;
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
                            key: string;
                            nameZh: string;
                            nameEn: string;
                            kind: string;
                            minutes: number | null;
                            mostAtOnce: number | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/regimes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                /** @description what a campaign chooses it by */
                                key: string;
                                nameZh: string;
                                nameEn: string;
                                abandon: {
                                    /** @description share of the denominator, not to be passed */
                                    limit: number;
                                    aim: number | null;
                                    periods: {
                                        type: string;
                                        ms?: number;
                                    }[];
                                    /** @enum {unknown} */
                                    scope: "campaign" | "centre" | "organisation";
                                    /** @enum {unknown} */
                                    denominator: "live" | "uk-estimate" | "connected" | "all";
                                    /** @description false: a house rule, no law says so */
                                    law: boolean;
                                    deadlineMs: number;
                                    /** @enum {unknown} */
                                    deadlineFrom: "off-hook" | "greeting-start" | "greeting-end";
                                    ringMinimumMs: number | null;
                                    message: string[];
                                    lockOut: {
                                        ms: number;
                                        /** @enum {unknown} */
                                        liftedBy: "agent-reserved" | "nothing";
                                    } | null;
                                    detectionErrorsCount: boolean;
                                } | null;
                                hours: {
                                    days: {
                                        [key: string]: {
                                            from: number;
                                            to: number;
                                        }[];
                                    };
                                    /** @enum {unknown} */
                                    holidays: "open" | "closed";
                                    /** @enum {unknown} */
                                    zone: "called" | "caller";
                                } | null;
                                attempts: {
                                    max: number;
                                    windowMs: number;
                                    /** @enum {unknown} */
                                    per: "number" | "debt";
                                    silenceAfter?: {
                                        /** @enum {unknown} */
                                        what: "conversation" | "refusal";
                                        ms: number;
                                    };
                                }[];
                                callerNumber: string | null;
                                consent: ("opt-in" | "opt-out") | null;
                                retentionDays: number | null;
                                source: string[];
                                verifiedOn: string | null;
                                /** @enum {unknown} */
                                verifiedBy: "law text" | "secondary" | "nobody";
                                /** @enum {unknown} */
                                confidence: "high" | "medium" | "low";
                                notes: string[];
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call-records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                    /** @description ISO 8601 with time zone */
                    from?: string;
                    /** @description ISO 8601 with time zone */
                    to?: string;
                    /** @description an id (UUID in lower case) */
                    campaignId?: string;
                    /** @description an id (UUID in lower case) */
                    agentId?: string;
                    /** @description an id (UUID in lower case) */
                    contactId?: string;
                    result?: "NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "ASSISTANT" | "MACHINE" | "ABANDONED" | "HUNGUP" | "HUNGUP_WAITING" | "CANCELLED" | "TRUNK_FAIL" | "LOCAL_FAIL" | "NODE_LOST" | "UNKNOWN" | "CONNECTED";
                    disposition?: "SALE" | "INTENT_A" | "INTENT_B" | "INTENT_C" | "CALLBACK" | "NOINTEREST" | "WRONG" | "NOTSELF" | "VOICEMAIL" | "DNCREQ" | "UNFILLED";
                    /** @description the last four digits of the number */
                    numberTail?: string;
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
                                /** @description an id (UUID in lower case) */
                                attemptId: string;
                                /** @description an id (UUID in lower case) */
                                groupId: string;
                                /** @description an id (UUID in lower case) */
                                campaignId: string;
                                /** @description an id (UUID in lower case) */
                                listId: string;
                                /** @description an id (UUID in lower case) */
                                contactId: string;
                                customerId: string | null;
                                /** @description masked */
                                number: string;
                                /** @description an id (UUID in lower case) */
                                trunkId: string;
                                callerIdId: string | null;
                                agentId: string | null;
                                node: string;
                                mode: string;
                                source: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                placedAt: string;
                                sentAt: string | null;
                                ringingAt: string | null;
                                answeredAt: string | null;
                                offeredAt: string | null;
                                connectedAt: string | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                endedAt: string;
                                wrappedAt: string | null;
                                result: string;
                                disposition: string | null;
                                resultKey: string | null;
                                cause: number | null;
                                techCause: number | null;
                                endedBy: string;
                                abandon: {
                                    answeredAt: string | null;
                                    messageStartedAt: string | null;
                                    messagePlayedAt: string | null;
                                    patienceMs: number | null;
                                    rule: string | null;
                                    writtenBy: string | null;
                                } | null;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call-records/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            attemptId: string;
                            /** @description an id (UUID in lower case) */
                            groupId: string;
                            /** @description an id (UUID in lower case) */
                            campaignId: string;
                            /** @description an id (UUID in lower case) */
                            listId: string;
                            /** @description an id (UUID in lower case) */
                            contactId: string;
                            customerId: string | null;
                            /** @description masked */
                            number: string;
                            /** @description an id (UUID in lower case) */
                            trunkId: string;
                            callerIdId: string | null;
                            agentId: string | null;
                            node: string;
                            mode: string;
                            source: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            placedAt: string;
                            sentAt: string | null;
                            ringingAt: string | null;
                            answeredAt: string | null;
                            offeredAt: string | null;
                            connectedAt: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            endedAt: string;
                            wrappedAt: string | null;
                            result: string;
                            disposition: string | null;
                            resultKey: string | null;
                            cause: number | null;
                            techCause: number | null;
                            endedBy: string;
                            abandon: {
                                answeredAt: string | null;
                                messageStartedAt: string | null;
                                messagePlayedAt: string | null;
                                patienceMs: number | null;
                                rule: string | null;
                                writtenBy: string | null;
                            } | null;
                            segments: {
                                /** @description an id (UUID in lower case) */
                                agentId: string;
                                /** @enum {unknown} */
                                kind: "talk" | "consult" | "conference";
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                from: string;
                                to: string | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/do-not-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                number: string | null;
                                scope: string;
                                reason: string;
                                source: string;
                                createdBy: string | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                                expiresAt: string | null;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description a phone number; without + it is a mainland one */
                        number?: string;
                        /** @description an id (UUID in lower case) */
                        contactId?: string;
                        /** @description an id (UUID in lower case) */
                        customerId?: string;
                        /** @enum {unknown} */
                        scope?: "global" | "department" | "campaign" | "list";
                        /** @description of the campaign or list */
                        scopeId?: string;
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
                        /**
                         * Format: date-time
                         * @description ISO 8601 with time zone
                         */
                        expiresAt?: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            number: string | null;
                            scope: string;
                            reason: string;
                            source: string;
                            createdBy: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            expiresAt: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/do-not-call/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            number: string | null;
                            scope: string;
                            reason: string;
                            source: string;
                            createdBy: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            expiresAt: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/do-not-call/{id}/removal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
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
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description as a job: with many rows or full numbers it waits until another person approves */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        format?: "csv" | "xlsx";
                        /** @description names of columns in the order of the file, `fields.<title>` for a contact’s own; left out: all */
                        columns?: string[];
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
                        /** @description in a protected XLSX, by permission, when another person has approved */
                        fullNumbers?: boolean;
                        filter?: {
                            /** @description an id (UUID in lower case) */
                            campaignId?: string;
                            /** @description an id (UUID in lower case) */
                            listId?: string;
                            /** @enum {unknown} */
                            state?: "open" | "queued" | "dialing" | "closed";
                            /** @enum {unknown} */
                            lastResult?: "NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "ASSISTANT" | "MACHINE" | "ABANDONED" | "HUNGUP" | "HUNGUP_WAITING" | "CANCELLED" | "TRUNK_FAIL" | "LOCAL_FAIL" | "NODE_LOST" | "UNKNOWN" | "CONNECTED" | "SALE" | "INTENT_A" | "INTENT_B" | "INTENT_C" | "CALLBACK" | "NOINTEREST" | "WRONG" | "NOTSELF" | "VOICEMAIL" | "DNCREQ" | "UNFILLED";
                            /** @description the last four digits of the number */
                            numberTail?: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "call-records" | "do-not-call";
                            /** @enum {unknown} */
                            format: "csv" | "xlsx";
                            /** @enum {unknown} */
                            state: "waiting" | "queued" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
                            columns: string[];
                            fullNumbers: boolean;
                            reason: string;
                            /** @description rows counted when it was ordered; one more than the row cap: at least so many */
                            expected: number;
                            /** @description rows written so far */
                            rows: number;
                            bytes: number;
                            /** @description of at most 3 */
                            downloads: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            decidedBy: string | null;
                            decidedAt: string | null;
                            decision: string | null;
                            startedAt: string | null;
                            endedAt: string | null;
                            expiresAt: string | null;
                            failure: string | null;
                            password: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/call-records/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description as a job: with many rows or full numbers it waits until another person approves */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        format?: "csv" | "xlsx";
                        /** @description names of columns in the order of the file, `fields.<title>` for a contact’s own; left out: all */
                        columns?: string[];
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
                        /** @description in a protected XLSX, by permission, when another person has approved */
                        fullNumbers?: boolean;
                        filter?: {
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            from?: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            to?: string;
                            /** @description an id (UUID in lower case) */
                            campaignId?: string;
                            /** @description an id (UUID in lower case) */
                            agentId?: string;
                            /** @description an id (UUID in lower case) */
                            contactId?: string;
                            /** @enum {unknown} */
                            result?: "NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "ASSISTANT" | "MACHINE" | "ABANDONED" | "HUNGUP" | "HUNGUP_WAITING" | "CANCELLED" | "TRUNK_FAIL" | "LOCAL_FAIL" | "NODE_LOST" | "UNKNOWN" | "CONNECTED";
                            /** @enum {unknown} */
                            disposition?: "SALE" | "INTENT_A" | "INTENT_B" | "INTENT_C" | "CALLBACK" | "NOINTEREST" | "WRONG" | "NOTSELF" | "VOICEMAIL" | "DNCREQ" | "UNFILLED";
                            /** @description the last four digits of the number */
                            numberTail?: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "call-records" | "do-not-call";
                            /** @enum {unknown} */
                            format: "csv" | "xlsx";
                            /** @enum {unknown} */
                            state: "waiting" | "queued" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
                            columns: string[];
                            fullNumbers: boolean;
                            reason: string;
                            /** @description rows counted when it was ordered; one more than the row cap: at least so many */
                            expected: number;
                            /** @description rows written so far */
                            rows: number;
                            bytes: number;
                            /** @description of at most 3 */
                            downloads: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            decidedBy: string | null;
                            decidedAt: string | null;
                            decision: string | null;
                            startedAt: string | null;
                            endedAt: string | null;
                            expiresAt: string | null;
                            failure: string | null;
                            password: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/do-not-call/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description as a job: with many rows or full numbers it waits until another person approves */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        format?: "csv" | "xlsx";
                        /** @description names of columns in the order of the file, `fields.<title>` for a contact’s own; left out: all */
                        columns?: string[];
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "call-records" | "do-not-call";
                            /** @enum {unknown} */
                            format: "csv" | "xlsx";
                            /** @enum {unknown} */
                            state: "waiting" | "queued" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
                            columns: string[];
                            fullNumbers: boolean;
                            reason: string;
                            /** @description rows counted when it was ordered; one more than the row cap: at least so many */
                            expected: number;
                            /** @description rows written so far */
                            rows: number;
                            bytes: number;
                            /** @description of at most 3 */
                            downloads: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            decidedBy: string | null;
                            decidedAt: string | null;
                            decision: string | null;
                            startedAt: string | null;
                            endedAt: string | null;
                            expiresAt: string | null;
                            failure: string | null;
                            password: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description one’s own; who may approve, those of his scope too */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                    state?: "waiting" | "queued" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                /** @enum {unknown} */
                                kind: "contacts" | "call-records" | "do-not-call";
                                /** @enum {unknown} */
                                format: "csv" | "xlsx";
                                /** @enum {unknown} */
                                state: "waiting" | "queued" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
                                columns: string[];
                                fullNumbers: boolean;
                                reason: string;
                                /** @description rows counted when it was ordered; one more than the row cap: at least so many */
                                expected: number;
                                /** @description rows written so far */
                                rows: number;
                                bytes: number;
                                /** @description of at most 3 */
                                downloads: number;
                                /** @description an id (UUID in lower case) */
                                createdBy: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                                decidedBy: string | null;
                                decidedAt: string | null;
                                decision: string | null;
                                startedAt: string | null;
                                endedAt: string | null;
                                expiresAt: string | null;
                                failure: string | null;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "call-records" | "do-not-call";
                            /** @enum {unknown} */
                            format: "csv" | "xlsx";
                            /** @enum {unknown} */
                            state: "waiting" | "queued" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
                            columns: string[];
                            fullNumbers: boolean;
                            reason: string;
                            /** @description rows counted when it was ordered; one more than the row cap: at least so many */
                            expected: number;
                            /** @description rows written so far */
                            rows: number;
                            bytes: number;
                            /** @description of at most 3 */
                            downloads: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            decidedBy: string | null;
                            decidedAt: string | null;
                            decision: string | null;
                            startedAt: string | null;
                            endedAt: string | null;
                            expiresAt: string | null;
                            failure: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "call-records" | "do-not-call";
                            /** @enum {unknown} */
                            format: "csv" | "xlsx";
                            /** @enum {unknown} */
                            state: "waiting" | "queued" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
                            columns: string[];
                            fullNumbers: boolean;
                            reason: string;
                            /** @description rows counted when it was ordered; one more than the row cap: at least so many */
                            expected: number;
                            /** @description rows written so far */
                            rows: number;
                            bytes: number;
                            /** @description of at most 3 */
                            downloads: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            decidedBy: string | null;
                            decidedAt: string | null;
                            decision: string | null;
                            startedAt: string | null;
                            endedAt: string | null;
                            expiresAt: string | null;
                            failure: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "call-records" | "do-not-call";
                            /** @enum {unknown} */
                            format: "csv" | "xlsx";
                            /** @enum {unknown} */
                            state: "waiting" | "queued" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
                            columns: string[];
                            fullNumbers: boolean;
                            reason: string;
                            /** @description rows counted when it was ordered; one more than the row cap: at least so many */
                            expected: number;
                            /** @description rows written so far */
                            rows: number;
                            bytes: number;
                            /** @description of at most 3 */
                            downloads: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            decidedBy: string | null;
                            decidedAt: string | null;
                            decision: string | null;
                            startedAt: string | null;
                            endedAt: string | null;
                            expiresAt: string | null;
                            failure: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description ends it in whatever state; a file that is there is gone */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "call-records" | "do-not-call";
                            /** @enum {unknown} */
                            format: "csv" | "xlsx";
                            /** @enum {unknown} */
                            state: "waiting" | "queued" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
                            columns: string[];
                            fullNumbers: boolean;
                            reason: string;
                            /** @description rows counted when it was ordered; one more than the row cap: at least so many */
                            expected: number;
                            /** @description rows written so far */
                            rows: number;
                            bytes: number;
                            /** @description of at most 3 */
                            downloads: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            decidedBy: string | null;
                            decidedAt: string | null;
                            decision: string | null;
                            startedAt: string | null;
                            endedAt: string | null;
                            expiresAt: string | null;
                            failure: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description within 24 h, three times */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the file */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                /** @description text of 1 to 80 characters without control characters */
                                name: string;
                                /** @description sip:[user@]host[:port][;transport=udp|tcp|tls] */
                                sipUri: string;
                                codecs: string[];
                                callsPerSecond: number;
                                channels: number;
                                weight: number;
                                enabled: boolean;
                                /** @description up to 12 of 0-9 * # */
                                dialPrefix: string;
                                stripPlus: boolean;
                                nationalOnly: boolean;
                                /** @description trunks of a lower order are used first */
                                failoverOrder: number;
                                homeArea: string | null;
                                homeRegion: string | null;
                                /** @description up to 6 of 0-9 * # */
                                awayPrefix: string;
                                /** @description the first rule that fits tells the result; null fits everything */
                                resultRules: {
                                    sip: number | null;
                                    prompt: string | null;
                                    /** @enum {unknown} */
                                    result: "NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "TRUNK_FAIL";
                                }[];
                                callerList: string[] | null;
                                /** @description an id (UUID in lower case) */
                                id: string;
                                key: string;
                                binding: {
                                    /** @description text of 1 to 400 characters without control characters */
                                    url: string;
                                    /** @description the call waits so long for the answer */
                                    timeoutMs: number;
                                } | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 80 characters without control characters */
                        name: string;
                        /** @description sip:[user@]host[:port][;transport=udp|tcp|tls] */
                        sipUri: string;
                        codecs?: string[];
                        callsPerSecond: number;
                        channels: number;
                        weight?: number;
                        enabled?: boolean;
                        /** @description up to 12 of 0-9 * # */
                        dialPrefix?: string;
                        stripPlus?: boolean;
                        nationalOnly?: boolean;
                        /** @description trunks of a lower order are used first */
                        failoverOrder?: number;
                        homeArea?: string | null;
                        homeRegion?: string | null;
                        /** @description up to 6 of 0-9 * # */
                        awayPrefix?: string;
                        /** @description the first rule that fits tells the result; null fits everything */
                        resultRules?: {
                            sip: number | null;
                            prompt: string | null;
                            /** @enum {unknown} */
                            result: "NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "TRUNK_FAIL";
                        }[];
                        callerList?: string[] | null;
                        /** @description 1 to 16 lower-case letters or digits */
                        key: string;
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
                            /** @description text of 1 to 80 characters without control characters */
                            name: string;
                            /** @description sip:[user@]host[:port][;transport=udp|tcp|tls] */
                            sipUri: string;
                            codecs: string[];
                            callsPerSecond: number;
                            channels: number;
                            weight: number;
                            enabled: boolean;
                            /** @description up to 12 of 0-9 * # */
                            dialPrefix: string;
                            stripPlus: boolean;
                            nationalOnly: boolean;
                            /** @description trunks of a lower order are used first */
                            failoverOrder: number;
                            homeArea: string | null;
                            homeRegion: string | null;
                            /** @description up to 6 of 0-9 * # */
                            awayPrefix: string;
                            /** @description the first rule that fits tells the result; null fits everything */
                            resultRules: {
                                sip: number | null;
                                prompt: string | null;
                                /** @enum {unknown} */
                                result: "NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "TRUNK_FAIL";
                            }[];
                            callerList: string[] | null;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            key: string;
                            binding: {
                                /** @description text of 1 to 400 characters without control characters */
                                url: string;
                                /** @description the call waits so long for the answer */
                                timeoutMs: number;
                            } | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trunks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description text of 1 to 80 characters without control characters */
                            name: string;
                            /** @description sip:[user@]host[:port][;transport=udp|tcp|tls] */
                            sipUri: string;
                            codecs: string[];
                            callsPerSecond: number;
                            channels: number;
                            weight: number;
                            enabled: boolean;
                            /** @description up to 12 of 0-9 * # */
                            dialPrefix: string;
                            stripPlus: boolean;
                            nationalOnly: boolean;
                            /** @description trunks of a lower order are used first */
                            failoverOrder: number;
                            homeArea: string | null;
                            homeRegion: string | null;
                            /** @description up to 6 of 0-9 * # */
                            awayPrefix: string;
                            /** @description the first rule that fits tells the result; null fits everything */
                            resultRules: {
                                sip: number | null;
                                prompt: string | null;
                                /** @enum {unknown} */
                                result: "NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "TRUNK_FAIL";
                            }[];
                            callerList: string[] | null;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            key: string;
                            binding: {
                                /** @description text of 1 to 400 characters without control characters */
                                url: string;
                                /** @description the call waits so long for the answer */
                                timeoutMs: number;
                            } | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 80 characters without control characters */
                        name?: string;
                        /** @description sip:[user@]host[:port][;transport=udp|tcp|tls] */
                        sipUri?: string;
                        codecs?: string[];
                        callsPerSecond?: number;
                        channels?: number;
                        weight?: number;
                        enabled?: boolean;
                        /** @description up to 12 of 0-9 * # */
                        dialPrefix?: string;
                        stripPlus?: boolean;
                        nationalOnly?: boolean;
                        /** @description trunks of a lower order are used first */
                        failoverOrder?: number;
                        homeArea?: string | null;
                        homeRegion?: string | null;
                        /** @description up to 6 of 0-9 * # */
                        awayPrefix?: string;
                        /** @description the first rule that fits tells the result; null fits everything */
                        resultRules?: {
                            sip: number | null;
                            prompt: string | null;
                            /** @enum {unknown} */
                            result: "NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "TRUNK_FAIL";
                        }[];
                        callerList?: string[] | null;
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
                            /** @description text of 1 to 80 characters without control characters */
                            name: string;
                            /** @description sip:[user@]host[:port][;transport=udp|tcp|tls] */
                            sipUri: string;
                            codecs: string[];
                            callsPerSecond: number;
                            channels: number;
                            weight: number;
                            enabled: boolean;
                            /** @description up to 12 of 0-9 * # */
                            dialPrefix: string;
                            stripPlus: boolean;
                            nationalOnly: boolean;
                            /** @description trunks of a lower order are used first */
                            failoverOrder: number;
                            homeArea: string | null;
                            homeRegion: string | null;
                            /** @description up to 6 of 0-9 * # */
                            awayPrefix: string;
                            /** @description the first rule that fits tells the result; null fits everything */
                            resultRules: {
                                sip: number | null;
                                prompt: string | null;
                                /** @enum {unknown} */
                                result: "NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "TRUNK_FAIL";
                            }[];
                            callerList: string[] | null;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            key: string;
                            binding: {
                                /** @description text of 1 to 400 characters without control characters */
                                url: string;
                                /** @description the call waits so long for the answer */
                                timeoutMs: number;
                            } | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/trunks/{id}/binding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description the hook that is asked before each call for the number to dial and to show (AXB 隐私号); null: none */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        binding: {
                            /** @description text of 1 to 400 characters without control characters */
                            url: string;
                            /** @description the call waits so long for the answer */
                            timeoutMs: number;
                            /** @description the questions are signed under it; never shown */
                            secret: string;
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
                        "application/json": {
                            /** @description text of 1 to 80 characters without control characters */
                            name: string;
                            /** @description sip:[user@]host[:port][;transport=udp|tcp|tls] */
                            sipUri: string;
                            codecs: string[];
                            callsPerSecond: number;
                            channels: number;
                            weight: number;
                            enabled: boolean;
                            /** @description up to 12 of 0-9 * # */
                            dialPrefix: string;
                            stripPlus: boolean;
                            nationalOnly: boolean;
                            /** @description trunks of a lower order are used first */
                            failoverOrder: number;
                            homeArea: string | null;
                            homeRegion: string | null;
                            /** @description up to 6 of 0-9 * # */
                            awayPrefix: string;
                            /** @description the first rule that fits tells the result; null fits everything */
                            resultRules: {
                                sip: number | null;
                                prompt: string | null;
                                /** @enum {unknown} */
                                result: "NOANSWER" | "BUSY" | "CONGESTED" | "INVALID" | "POWEROFF" | "SUSPENDED" | "UNREACHABLE" | "BLOCKED" | "REJECTED" | "TRUNK_FAIL";
                            }[];
                            callerList: string[] | null;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            key: string;
                            binding: {
                                /** @description text of 1 to 400 characters without control characters */
                                url: string;
                                /** @description the call waits so long for the answer */
                                timeoutMs: number;
                            } | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/caller-ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                trunkId: string | null;
                                holder: string | null;
                                enabled: boolean;
                                expiresOn: string | null;
                                poolId: string | null;
                                authorisation: string | null;
                                allowedUse: string[];
                                allowedRegions: string[];
                                region: string | null;
                                perHour: number | null;
                                perDay: number | null;
                                minGapMs: number;
                                coolAfter: number | null;
                                coolDownMs: number;
                                /** @description an id (UUID in lower case) */
                                id: string;
                                /** @description our own number, as callees see it */
                                number: string;
                                usable: boolean;
                                /** @description why it is not used; empty when it is */
                                troubles: {
                                    /** @enum {unknown} */
                                    code: "disabled" | "unproved" | "expired" | "other-trunk" | "not-on-trunk-list" | "other-use" | "rests";
                                    "zh-CN": string;
                                    en: string;
                                }[];
                                proof: {
                                    name: string;
                                    /** @enum {unknown} */
                                    type: "pdf" | "jpg" | "png";
                                    bytes: number;
                                    /**
                                     * Format: date-time
                                     * @description ISO 8601 with time zone
                                     */
                                    uploadedAt: string;
                                } | null;
                                expiresInDays: number | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        trunkId?: string | null;
                        holder?: string | null;
                        enabled?: boolean;
                        expiresOn?: string | null;
                        poolId?: string | null;
                        authorisation?: string | null;
                        allowedUse?: string[];
                        allowedRegions?: string[];
                        region?: string | null;
                        perHour?: number | null;
                        perDay?: number | null;
                        minGapMs?: number;
                        coolAfter?: number | null;
                        coolDownMs?: number;
                        /** @description 3 to 20 digits, with a + where international */
                        number: string;
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
                            trunkId: string | null;
                            holder: string | null;
                            enabled: boolean;
                            expiresOn: string | null;
                            poolId: string | null;
                            authorisation: string | null;
                            allowedUse: string[];
                            allowedRegions: string[];
                            region: string | null;
                            perHour: number | null;
                            perDay: number | null;
                            minGapMs: number;
                            coolAfter: number | null;
                            coolDownMs: number;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description our own number, as callees see it */
                            number: string;
                            usable: boolean;
                            /** @description why it is not used; empty when it is */
                            troubles: {
                                /** @enum {unknown} */
                                code: "disabled" | "unproved" | "expired" | "other-trunk" | "not-on-trunk-list" | "other-use" | "rests";
                                "zh-CN": string;
                                en: string;
                            }[];
                            proof: {
                                name: string;
                                /** @enum {unknown} */
                                type: "pdf" | "jpg" | "png";
                                bytes: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                uploadedAt: string;
                            } | null;
                            expiresInDays: number | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/caller-ids/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    /** @description ISO 8601 with time zone */
                    from?: string;
                    /** @description ISO 8601 with time zone */
                    to?: string;
                    /** @description an id (UUID in lower case) */
                    callerIdId?: string;
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
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            to: string;
                            items: {
                                /** @description an id (UUID in lower case) */
                                callerIdId: string;
                                number: string;
                                calls: number;
                                answered: number;
                                connected: number;
                                shortHangUps: number;
                                blocked: number;
                                rejected: number;
                                answerRate: number | null;
                                shortHangUpShare: number | null;
                                blockedShare: number | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/caller-ids/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            trunkId: string | null;
                            holder: string | null;
                            enabled: boolean;
                            expiresOn: string | null;
                            poolId: string | null;
                            authorisation: string | null;
                            allowedUse: string[];
                            allowedRegions: string[];
                            region: string | null;
                            perHour: number | null;
                            perDay: number | null;
                            minGapMs: number;
                            coolAfter: number | null;
                            coolDownMs: number;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description our own number, as callees see it */
                            number: string;
                            usable: boolean;
                            /** @description why it is not used; empty when it is */
                            troubles: {
                                /** @enum {unknown} */
                                code: "disabled" | "unproved" | "expired" | "other-trunk" | "not-on-trunk-list" | "other-use" | "rests";
                                "zh-CN": string;
                                en: string;
                            }[];
                            proof: {
                                name: string;
                                /** @enum {unknown} */
                                type: "pdf" | "jpg" | "png";
                                bytes: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                uploadedAt: string;
                            } | null;
                            expiresInDays: number | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        trunkId?: string | null;
                        holder?: string | null;
                        enabled?: boolean;
                        expiresOn?: string | null;
                        poolId?: string | null;
                        authorisation?: string | null;
                        allowedUse?: string[];
                        allowedRegions?: string[];
                        region?: string | null;
                        perHour?: number | null;
                        perDay?: number | null;
                        minGapMs?: number;
                        coolAfter?: number | null;
                        coolDownMs?: number;
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
                            trunkId: string | null;
                            holder: string | null;
                            enabled: boolean;
                            expiresOn: string | null;
                            poolId: string | null;
                            authorisation: string | null;
                            allowedUse: string[];
                            allowedRegions: string[];
                            region: string | null;
                            perHour: number | null;
                            perDay: number | null;
                            minGapMs: number;
                            coolAfter: number | null;
                            coolDownMs: number;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description our own number, as callees see it */
                            number: string;
                            usable: boolean;
                            /** @description why it is not used; empty when it is */
                            troubles: {
                                /** @enum {unknown} */
                                code: "disabled" | "unproved" | "expired" | "other-trunk" | "not-on-trunk-list" | "other-use" | "rests";
                                "zh-CN": string;
                                en: string;
                            }[];
                            proof: {
                                name: string;
                                /** @enum {unknown} */
                                type: "pdf" | "jpg" | "png";
                                bytes: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                uploadedAt: string;
                            } | null;
                            expiresInDays: number | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/caller-pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                /** @description text of 1 to 80 characters without control characters */
                                name: string;
                                /** @enum {unknown} */
                                rotation: "round-robin" | "local-match" | "least-used";
                                /** @description an id (UUID in lower case) */
                                id: string;
                                numbers: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                createdAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 80 characters without control characters */
                        name: string;
                        /** @enum {unknown} */
                        rotation?: "round-robin" | "local-match" | "least-used";
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
                            /** @description text of 1 to 80 characters without control characters */
                            name: string;
                            /** @enum {unknown} */
                            rotation: "round-robin" | "local-match" | "least-used";
                            /** @description an id (UUID in lower case) */
                            id: string;
                            numbers: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/caller-pools/{id}": {
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
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 80 characters without control characters */
                        name?: string;
                        /** @enum {unknown} */
                        rotation?: "round-robin" | "local-match" | "least-used";
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
                            /** @description text of 1 to 80 characters without control characters */
                            name: string;
                            /** @enum {unknown} */
                            rotation: "round-robin" | "local-match" | "least-used";
                            /** @description an id (UUID in lower case) */
                            id: string;
                            numbers: number;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/emergency-stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                                /** @description an id (UUID in lower case) */
                                id: string;
                                trunkId: string | null;
                                reason: string;
                                stoppedBy: string | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                stoppedAt: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description an id (UUID in lower case) */
                        trunkId?: string;
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            trunkId: string | null;
                            reason: string;
                            stoppedBy: string | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            stoppedAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description an id (UUID in lower case) */
                        id?: string;
                        /** @description text of 2 to 200 characters without control characters */
                        reason: string;
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
                            lifted: number;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
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
        get: {
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
                            timeZone: string;
                            callBackOverdueMinutes: number;
                            callBackMostOpen: number;
                            callBackMostDaysAhead: number;
                            callBackExpireDays: number;
                            exportRowCap: number;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description text of 1 to 64 characters without control characters */
                        timeZone: string;
                        callBackOverdueMinutes?: number;
                        callBackMostOpen?: number;
                        callBackMostDaysAhead?: number;
                        callBackExpireDays?: number;
                        exportRowCap?: number;
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
                            timeZone: string;
                            callBackOverdueMinutes: number;
                            callBackMostOpen: number;
                            callBackMostDaysAhead: number;
                            callBackExpireDays: number;
                            exportRowCap: number;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/gate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                            calendar: {
                                holidays: string[];
                                workdays: {
                                    /** @description YYYY-MM-DD */
                                    day: string;
                                    standsFor: number;
                                }[];
                            };
                            regionHours: {
                                /** @description text of 1 to 40 characters without control characters */
                                region: string;
                                legal: {
                                    from: number;
                                    to: number;
                                } | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        calendar?: {
                            holidays: string[];
                            workdays: {
                                /** @description YYYY-MM-DD */
                                day: string;
                                standsFor: number;
                            }[];
                        };
                        regionHours?: {
                            /** @description text of 1 to 40 characters without control characters */
                            region: string;
                            legal: {
                                from: number;
                                to: number;
                            } | null;
                        }[];
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
                            calendar: {
                                holidays: string[];
                                workdays: {
                                    /** @description YYYY-MM-DD */
                                    day: string;
                                    standsFor: number;
                                }[];
                            };
                            regionHours: {
                                /** @description text of 1 to 40 characters without control characters */
                                region: string;
                                legal: {
                                    from: number;
                                    to: number;
                                } | null;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                    /** @description a deed as the audit names it, e.g. campaign.change */
                    action?: string;
                    /** @description an id (UUID in lower case) */
                    subjectId?: string;
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
                                seq: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                at: string;
                                actorId: string | null;
                                action: string;
                                subjectKind: string;
                                subjectId: string | null;
                                departmentId: string | null;
                                reason: string | null;
                                details: {
                                    [key: string]: unknown;
                                };
                                hash: string;
                            }[];
                            next: string | null;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
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
                            whole: boolean;
                            rows: number;
                            faults: {
                                seq: number;
                                why: string;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists/{id}/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: {
                    /** @description text of 1 to 200 characters without control characters */
                    source?: string;
                    /** @description text of 1 to 200 characters without control characters */
                    supplier?: string;
                    /** @description CNY for the whole batch, e.g. "1200.00" */
                    price?: string;
                    /** @description text of 1 to 200 characters without control characters */
                    legalBasis?: string;
                    /** @description text of 1 to 500 characters without control characters */
                    proof?: string;
                    /** @description keep the file for a preview; POST /imports/:id/start begins */
                    hold?: boolean;
                    /** @description an id (UUID in lower case) */
                    template?: string;
                    encoding?: "utf-8" | "gb18030" | "utf-16le";
                };
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "do-not-call";
                            listId: string | null;
                            /** @enum {unknown} */
                            state: "receiving" | "held" | "queued" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone";
                            batch: {
                                source: string | null;
                                supplier: string | null;
                                price: string | null;
                                legalBasis: string | null;
                                proof: string | null;
                            };
                            settings: {
                                [key: string]: unknown;
                            };
                            bytes: number;
                            doneBytes: number;
                            /** @description data rows read: imported + updated + moved + duplicates + doNotCall + rejected */
                            rows: number;
                            imported: number;
                            updated: number;
                            moved: number;
                            duplicates: number;
                            doNotCall: number;
                            rejected: number;
                            undone: number;
                            /** @description of an undo: dialed or changed since, so they stay */
                            kept: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            failure: string | null;
                            /** @description the first 100 */
                            faults: {
                                /** @description line of the sheet, the header included */
                                row: number;
                                column: string | null;
                                /** @description masked */
                                value: string;
                                /** @enum {unknown} */
                                reason: "row-too-long" | "cell-too-long" | "quote" | "control-character" | "encoding" | "too-many-cells" | "phone-missing" | "phone-invalid" | "phone-scientific" | "place-unknown" | "row-limit" | "duplicate" | "do-not-call";
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "do-not-call";
                            listId: string | null;
                            /** @enum {unknown} */
                            state: "receiving" | "held" | "queued" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone";
                            batch: {
                                source: string | null;
                                supplier: string | null;
                                price: string | null;
                                legalBasis: string | null;
                                proof: string | null;
                            };
                            settings: {
                                [key: string]: unknown;
                            };
                            bytes: number;
                            doneBytes: number;
                            /** @description data rows read: imported + updated + moved + duplicates + doNotCall + rejected */
                            rows: number;
                            imported: number;
                            updated: number;
                            moved: number;
                            duplicates: number;
                            doNotCall: number;
                            rejected: number;
                            undone: number;
                            /** @description of an undo: dialed or changed since, so they stay */
                            kept: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            failure: string | null;
                            /** @description the first 100 */
                            faults: {
                                /** @description line of the sheet, the header included */
                                row: number;
                                column: string | null;
                                /** @description masked */
                                value: string;
                                /** @enum {unknown} */
                                reason: "row-too-long" | "cell-too-long" | "quote" | "control-character" | "encoding" | "too-many-cells" | "phone-missing" | "phone-invalid" | "phone-scientific" | "place-unknown" | "row-limit" | "duplicate" | "do-not-call";
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/do-not-call/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query: {
                    /** @description text of 2 to 200 characters without control characters */
                    reason: string;
                    encoding?: "utf-8" | "gb18030" | "utf-16le";
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
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "do-not-call";
                            listId: string | null;
                            /** @enum {unknown} */
                            state: "receiving" | "held" | "queued" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone";
                            batch: {
                                source: string | null;
                                supplier: string | null;
                                price: string | null;
                                legalBasis: string | null;
                                proof: string | null;
                            };
                            settings: {
                                [key: string]: unknown;
                            };
                            bytes: number;
                            doneBytes: number;
                            /** @description data rows read: imported + updated + moved + duplicates + doNotCall + rejected */
                            rows: number;
                            imported: number;
                            updated: number;
                            moved: number;
                            duplicates: number;
                            doNotCall: number;
                            rejected: number;
                            undone: number;
                            /** @description of an undo: dialed or changed since, so they stay */
                            kept: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            failure: string | null;
                            /** @description the first 100 */
                            faults: {
                                /** @description line of the sheet, the header included */
                                row: number;
                                column: string | null;
                                /** @description masked */
                                value: string;
                                /** @enum {unknown} */
                                reason: "row-too-long" | "cell-too-long" | "quote" | "control-character" | "encoding" | "too-many-cells" | "phone-missing" | "phone-invalid" | "phone-scientific" | "place-unknown" | "row-limit" | "duplicate" | "do-not-call";
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @enum {unknown} */
                            kind: "contacts" | "do-not-call";
                            listId: string | null;
                            /** @enum {unknown} */
                            state: "receiving" | "held" | "queued" | "running" | "done" | "failed" | "cancelled" | "undoing" | "undone";
                            batch: {
                                source: string | null;
                                supplier: string | null;
                                price: string | null;
                                legalBasis: string | null;
                                proof: string | null;
                            };
                            settings: {
                                [key: string]: unknown;
                            };
                            bytes: number;
                            doneBytes: number;
                            /** @description data rows read: imported + updated + moved + duplicates + doNotCall + rejected */
                            rows: number;
                            imported: number;
                            updated: number;
                            moved: number;
                            duplicates: number;
                            doNotCall: number;
                            rejected: number;
                            undone: number;
                            /** @description of an undo: dialed or changed since, so they stay */
                            kept: number;
                            /** @description an id (UUID in lower case) */
                            createdBy: string;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            failure: string | null;
                            /** @description the first 100 */
                            faults: {
                                /** @description line of the sheet, the header included */
                                row: number;
                                column: string | null;
                                /** @description masked */
                                value: string;
                                /** @enum {unknown} */
                                reason: "row-too-long" | "cell-too-long" | "quote" | "control-character" | "encoding" | "too-many-cells" | "phone-missing" | "phone-invalid" | "phone-scientific" | "place-unknown" | "row-limit" | "duplicate" | "do-not-call";
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/caller-ids/{id}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description noted in the audit */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the file */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
        /** @description a PDF, JPG or PNG of at most 5 MiB; it takes the place of the one before */
        put: {
            parameters: {
                query: {
                    /** @description text of 1 to 120 characters without control characters */
                    name: string;
                };
                header?: never;
                path: {
                    /** @description an id (UUID in lower case) */
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
                            trunkId: string | null;
                            holder: string | null;
                            enabled: boolean;
                            expiresOn: string | null;
                            poolId: string | null;
                            authorisation: string | null;
                            allowedUse: string[];
                            allowedRegions: string[];
                            region: string | null;
                            perHour: number | null;
                            perDay: number | null;
                            minGapMs: number;
                            coolAfter: number | null;
                            coolDownMs: number;
                            /** @description an id (UUID in lower case) */
                            id: string;
                            /** @description our own number, as callees see it */
                            number: string;
                            usable: boolean;
                            /** @description why it is not used; empty when it is */
                            troubles: {
                                /** @enum {unknown} */
                                code: "disabled" | "unproved" | "expired" | "other-trunk" | "not-on-trunk-list" | "other-use" | "rests";
                                "zh-CN": string;
                                en: string;
                            }[];
                            proof: {
                                name: string;
                                /** @enum {unknown} */
                                type: "pdf" | "jpg" | "png";
                                bytes: number;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601 with time zone
                                 */
                                uploadedAt: string;
                            } | null;
                            expiresInDays: number | null;
                            /**
                             * Format: date-time
                             * @description ISO 8601 with time zone
                             */
                            createdAt: string;
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error: {
                                code: string;
                                message: string;
                                details: {
                                    field: string;
                                    came: string;
                                    wanted: string;
                                }[];
                                why?: {
                                    code: string;
                                    "zh-CN": string;
                                    en: string;
                                    facts: {
                                        [key: string]: string | number;
                                    };
                                };
                                requestId: string;
                            };
                        };
                    };
                };
            };
        };
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
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
