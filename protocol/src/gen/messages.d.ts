// Generated from pipit/v1/*.proto by "npm run generate". Do not edit.
import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace pipit. */
export namespace pipit {

    /** Namespace v1. */
    namespace v1 {

        /** AudioFlag enum. */
        enum AudioFlag {

            /** AUDIO_FLAG_NONE value */
            AUDIO_FLAG_NONE = 0,

            /** AUDIO_FLAG_END value */
            AUDIO_FLAG_END = 1,

            /** AUDIO_FLAG_AFTER_SILENCE value */
            AUDIO_FLAG_AFTER_SILENCE = 2
        }

        /**
         * Properties of an Audio.
         * @deprecated Use pipit.v1.Audio.$Properties instead.
         */
        interface IAudio extends pipit.v1.Audio.$Properties {
        }

        /** Represents an Audio. */
        class Audio {

            /**
             * Constructs a new Audio.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Audio.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Audio session. */
            session: number;

            /** Audio generation. */
            generation: number;

            /** Audio sequence. */
            sequence: number;

            /** Audio captureTimeMs. */
            captureTimeMs: number;

            /** Audio packets. */
            packets: Uint8Array[];

            /** Audio flags. */
            flags: number;

            /**
             * Creates a new Audio instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Audio instance
             */
            static create(properties: pipit.v1.Audio.$Shape): pipit.v1.Audio & pipit.v1.Audio.$Shape;
            static create(properties?: pipit.v1.Audio.$Properties): pipit.v1.Audio;

            /**
             * Encodes the specified Audio message. Does not implicitly {@link pipit.v1.Audio.verify|verify} messages.
             * @param message Audio message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Audio.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Audio message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Audio & pipit.v1.Audio.$Shape} Audio
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Audio & pipit.v1.Audio.$Shape;
        }

        namespace Audio {

            /** Properties of an Audio. */
            interface $Properties {

                /** Audio session */
                session?: (number|null);

                /** Audio generation */
                generation?: (number|null);

                /** Audio sequence */
                sequence?: (number|null);

                /** Audio captureTimeMs */
                captureTimeMs?: (number|null);

                /** Audio packets */
                packets?: (Uint8Array[]|null);

                /** Audio flags */
                flags?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Audio. */
            type $Shape = pipit.v1.Audio.$Properties;
        }

        /** SessionState enum. */
        enum SessionState {

            /** SESSION_STATE_UNSPECIFIED value */
            SESSION_STATE_UNSPECIFIED = 0,

            /** SESSION_STATE_IDLE value */
            SESSION_STATE_IDLE = 1,

            /** SESSION_STATE_OPENING value */
            SESSION_STATE_OPENING = 2,

            /** SESSION_STATE_LISTENING value */
            SESSION_STATE_LISTENING = 3,

            /** SESSION_STATE_SPEAKING value */
            SESSION_STATE_SPEAKING = 4,

            /** SESSION_STATE_SUSPENDED value */
            SESSION_STATE_SUSPENDED = 5,

            /** SESSION_STATE_RENEWING value */
            SESSION_STATE_RENEWING = 6,

            /** SESSION_STATE_CLOSING value */
            SESSION_STATE_CLOSING = 7,

            /** SESSION_STATE_ENDED value */
            SESSION_STATE_ENDED = 8
        }

        /** Reason enum. */
        enum Reason {

            /** REASON_UNSPECIFIED value */
            REASON_UNSPECIFIED = 0,

            /** REASON_REQUESTED value */
            REASON_REQUESTED = 1,

            /** REASON_DEVICE_LOST value */
            REASON_DEVICE_LOST = 2,

            /** REASON_SILENCE value */
            REASON_SILENCE = 3,

            /** REASON_MODEL_FAILED value */
            REASON_MODEL_FAILED = 4,

            /** REASON_MODEL_TIMEOUT value */
            REASON_MODEL_TIMEOUT = 5,

            /** REASON_MODEL_THROTTLED value */
            REASON_MODEL_THROTTLED = 6,

            /** REASON_MODEL_ACCESS_DENIED value */
            REASON_MODEL_ACCESS_DENIED = 7,

            /** REASON_OPEN_TIMEOUT value */
            REASON_OPEN_TIMEOUT = 8,

            /** REASON_TAKEN_OVER value */
            REASON_TAKEN_OVER = 10,

            /** REASON_SHUTDOWN value */
            REASON_SHUTDOWN = 11,

            /** REASON_CAPACITY value */
            REASON_CAPACITY = 12,

            /** REASON_UNSUPPORTED_AUDIO value */
            REASON_UNSUPPORTED_AUDIO = 13,

            /** REASON_SLOW_READER value */
            REASON_SLOW_READER = 14,

            /** REASON_FLOOD value */
            REASON_FLOOD = 15,

            /** REASON_REPLACED value */
            REASON_REPLACED = 16,

            /** REASON_REVOKED value */
            REASON_REVOKED = 17,

            /** REASON_INTERNAL value */
            REASON_INTERNAL = 18
        }

        /** ErrorCode enum. */
        enum ErrorCode {

            /** ERROR_CODE_UNSPECIFIED value */
            ERROR_CODE_UNSPECIFIED = 0,

            /** ERROR_CODE_MALFORMED value */
            ERROR_CODE_MALFORMED = 1,

            /** ERROR_CODE_TOO_LARGE value */
            ERROR_CODE_TOO_LARGE = 2,

            /** ERROR_CODE_OUT_OF_BOUNDS value */
            ERROR_CODE_OUT_OF_BOUNDS = 3,

            /** ERROR_CODE_UNKNOWN_MESSAGE value */
            ERROR_CODE_UNKNOWN_MESSAGE = 4,

            /** ERROR_CODE_UNSUPPORTED_VERSION value */
            ERROR_CODE_UNSUPPORTED_VERSION = 5,

            /** ERROR_CODE_HELLO_REQUIRED value */
            ERROR_CODE_HELLO_REQUIRED = 6,

            /** ERROR_CODE_NO_SESSION value */
            ERROR_CODE_NO_SESSION = 7,

            /** ERROR_CODE_WRONG_TOPIC value */
            ERROR_CODE_WRONG_TOPIC = 8,

            /** ERROR_CODE_RATE_LIMITED value */
            ERROR_CODE_RATE_LIMITED = 10,

            /** ERROR_CODE_UNSUPPORTED_AUDIO value */
            ERROR_CODE_UNSUPPORTED_AUDIO = 11,

            /** ERROR_CODE_INVALID_STATE value */
            ERROR_CODE_INVALID_STATE = 12,

            /** ERROR_CODE_INTERNAL value */
            ERROR_CODE_INTERNAL = 13
        }

        /** ListenMode enum. */
        enum ListenMode {

            /** LISTEN_MODE_UNSPECIFIED value */
            LISTEN_MODE_UNSPECIFIED = 0,

            /** LISTEN_MODE_AUTOMATIC value */
            LISTEN_MODE_AUTOMATIC = 1,

            /** LISTEN_MODE_PUSH_TO_TALK value */
            LISTEN_MODE_PUSH_TO_TALK = 2,

            /** LISTEN_MODE_ALWAYS_OPEN value */
            LISTEN_MODE_ALWAYS_OPEN = 3
        }

        /** Role enum. */
        enum Role {

            /** ROLE_UNSPECIFIED value */
            ROLE_UNSPECIFIED = 0,

            /** ROLE_USER value */
            ROLE_USER = 1,

            /** ROLE_ASSISTANT value */
            ROLE_ASSISTANT = 2
        }

        /** TranscriptStage enum. */
        enum TranscriptStage {

            /** TRANSCRIPT_STAGE_UNSPECIFIED value */
            TRANSCRIPT_STAGE_UNSPECIFIED = 0,

            /** TRANSCRIPT_STAGE_SPECULATIVE value */
            TRANSCRIPT_STAGE_SPECULATIVE = 1,

            /** TRANSCRIPT_STAGE_FINAL value */
            TRANSCRIPT_STAGE_FINAL = 2
        }

        /** InterruptCause enum. */
        enum InterruptCause {

            /** INTERRUPT_CAUSE_UNSPECIFIED value */
            INTERRUPT_CAUSE_UNSPECIFIED = 0,

            /** INTERRUPT_CAUSE_BUTTON value */
            INTERRUPT_CAUSE_BUTTON = 1,

            /** INTERRUPT_CAUSE_WAKE_WORD value */
            INTERRUPT_CAUSE_WAKE_WORD = 2,

            /** INTERRUPT_CAUSE_VOICE value */
            INTERRUPT_CAUSE_VOICE = 3,

            /** INTERRUPT_CAUSE_APPLICATION value */
            INTERRUPT_CAUSE_APPLICATION = 4
        }

        /** ResumePolicy enum. */
        enum ResumePolicy {

            /** RESUME_POLICY_UNSPECIFIED value */
            RESUME_POLICY_UNSPECIFIED = 0,

            /** RESUME_POLICY_CONTINUE value */
            RESUME_POLICY_CONTINUE = 1,

            /** RESUME_POLICY_REPEAT value */
            RESUME_POLICY_REPEAT = 2,

            /** RESUME_POLICY_DROP value */
            RESUME_POLICY_DROP = 3
        }

        /** TurnMark enum. */
        enum TurnMark {

            /** TURN_MARK_UNSPECIFIED value */
            TURN_MARK_UNSPECIFIED = 0,

            /** TURN_MARK_SPEECH_END value */
            TURN_MARK_SPEECH_END = 1,

            /** TURN_MARK_SPEECH_END_DETECTED value */
            TURN_MARK_SPEECH_END_DETECTED = 2,

            /** TURN_MARK_TRANSCRIPT value */
            TURN_MARK_TRANSCRIPT = 3,

            /** TURN_MARK_TOOL_CALL value */
            TURN_MARK_TOOL_CALL = 4,

            /** TURN_MARK_TOOL_RESULT value */
            TURN_MARK_TOOL_RESULT = 5,

            /** TURN_MARK_FIRST_MODEL_AUDIO value */
            TURN_MARK_FIRST_MODEL_AUDIO = 6,

            /** TURN_MARK_FIRST_FRAME_SENT value */
            TURN_MARK_FIRST_FRAME_SENT = 7,

            /** TURN_MARK_PLAYBACK_STARTED value */
            TURN_MARK_PLAYBACK_STARTED = 8,

            /** TURN_MARK_INTERRUPTED value */
            TURN_MARK_INTERRUPTED = 9,

            /** TURN_MARK_FLUSHED value */
            TURN_MARK_FLUSHED = 10,

            /** TURN_MARK_FINISHED value */
            TURN_MARK_FINISHED = 11,

            /** TURN_MARK_PLAYBACK_FINISHED value */
            TURN_MARK_PLAYBACK_FINISHED = 12
        }

        /** ConfigStatus enum. */
        enum ConfigStatus {

            /** CONFIG_STATUS_UNSPECIFIED value */
            CONFIG_STATUS_UNSPECIFIED = 0,

            /** CONFIG_STATUS_APPLIED value */
            CONFIG_STATUS_APPLIED = 1,

            /** CONFIG_STATUS_PENDING value */
            CONFIG_STATUS_PENDING = 2,

            /** CONFIG_STATUS_UNKNOWN_KEY value */
            CONFIG_STATUS_UNKNOWN_KEY = 3,

            /** CONFIG_STATUS_WRONG_TYPE value */
            CONFIG_STATUS_WRONG_TYPE = 4,

            /** CONFIG_STATUS_OUT_OF_RANGE value */
            CONFIG_STATUS_OUT_OF_RANGE = 5,

            /** CONFIG_STATUS_FAILED value */
            CONFIG_STATUS_FAILED = 6
        }

        /** CommandStatus enum. */
        enum CommandStatus {

            /** COMMAND_STATUS_UNSPECIFIED value */
            COMMAND_STATUS_UNSPECIFIED = 0,

            /** COMMAND_STATUS_ACCEPTED value */
            COMMAND_STATUS_ACCEPTED = 1,

            /** COMMAND_STATUS_SUCCEEDED value */
            COMMAND_STATUS_SUCCEEDED = 2,

            /** COMMAND_STATUS_FAILED value */
            COMMAND_STATUS_FAILED = 3,

            /** COMMAND_STATUS_REJECTED value */
            COMMAND_STATUS_REJECTED = 4,

            /** COMMAND_STATUS_UNKNOWN_COMMAND value */
            COMMAND_STATUS_UNKNOWN_COMMAND = 5
        }

        /**
         * Properties of a Command.
         * @deprecated Use pipit.v1.Command.$Properties instead.
         */
        interface ICommand extends pipit.v1.Command.$Properties {
        }

        /** Represents a Command. */
        class Command {

            /**
             * Constructs a new Command.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Command.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Command commandId. */
            commandId: number;

            /** Command reboot. */
            reboot?: (pipit.v1.Reboot.$Properties|null);

            /** Command identify. */
            identify?: (pipit.v1.Identify.$Properties|null);

            /** Command setVolume. */
            setVolume?: (pipit.v1.SetVolume.$Properties|null);

            /** Command custom. */
            custom?: (pipit.v1.CustomCommand.$Properties|null);

            /** Command what. */
            what?: ("reboot"|"identify"|"setVolume"|"custom");

            /**
             * Creates a new Command instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Command instance
             */
            static create(properties: pipit.v1.Command.$Shape): pipit.v1.Command & pipit.v1.Command.$Shape;
            static create(properties?: pipit.v1.Command.$Properties): pipit.v1.Command;

            /**
             * Encodes the specified Command message. Does not implicitly {@link pipit.v1.Command.verify|verify} messages.
             * @param message Command message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Command.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Command message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Command & pipit.v1.Command.$Shape} Command
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Command & pipit.v1.Command.$Shape;
        }

        namespace Command {

            /** Properties of a Command. */
            interface $Properties {

                /** Command commandId */
                commandId?: (number|null);

                /** Command reboot */
                reboot?: (pipit.v1.Reboot.$Properties|null);

                /** Command identify */
                identify?: (pipit.v1.Identify.$Properties|null);

                /** Command setVolume */
                setVolume?: (pipit.v1.SetVolume.$Properties|null);

                /** Command custom */
                custom?: (pipit.v1.CustomCommand.$Properties|null);

                /** Command what */
                what?: ("reboot"|"identify"|"setVolume"|"custom");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Command. */
            type $Shape = {
              commandId?: number|null;
              reboot?: pipit.v1.Reboot.$Shape|null;
              identify?: pipit.v1.Identify.$Shape|null;
              setVolume?: pipit.v1.SetVolume.$Shape|null;
              custom?: pipit.v1.CustomCommand.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ what?: undefined; reboot?: null; identify?: null; setVolume?: null; custom?: null }|{ what?: "reboot"; reboot: pipit.v1.Reboot.$Shape; identify?: null; setVolume?: null; custom?: null }|{ what?: "identify"; reboot?: null; identify: pipit.v1.Identify.$Shape; setVolume?: null; custom?: null }|{ what?: "setVolume"; reboot?: null; identify?: null; setVolume: pipit.v1.SetVolume.$Shape; custom?: null }|{ what?: "custom"; reboot?: null; identify?: null; setVolume?: null; custom: pipit.v1.CustomCommand.$Shape })
            );
        }

        /**
         * Properties of a Reboot.
         * @deprecated Use pipit.v1.Reboot.$Properties instead.
         */
        interface IReboot extends pipit.v1.Reboot.$Properties {
        }

        /** Represents a Reboot. */
        class Reboot {

            /**
             * Constructs a new Reboot.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Reboot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new Reboot instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Reboot instance
             */
            static create(properties: pipit.v1.Reboot.$Shape): pipit.v1.Reboot & pipit.v1.Reboot.$Shape;
            static create(properties?: pipit.v1.Reboot.$Properties): pipit.v1.Reboot;

            /**
             * Encodes the specified Reboot message. Does not implicitly {@link pipit.v1.Reboot.verify|verify} messages.
             * @param message Reboot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Reboot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Reboot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Reboot & pipit.v1.Reboot.$Shape} Reboot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Reboot & pipit.v1.Reboot.$Shape;
        }

        namespace Reboot {

            /** Properties of a Reboot. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Reboot. */
            type $Shape = pipit.v1.Reboot.$Properties;
        }

        /**
         * Properties of an Identify.
         * @deprecated Use pipit.v1.Identify.$Properties instead.
         */
        interface IIdentify extends pipit.v1.Identify.$Properties {
        }

        /** Represents an Identify. */
        class Identify {

            /**
             * Constructs a new Identify.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Identify.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new Identify instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Identify instance
             */
            static create(properties: pipit.v1.Identify.$Shape): pipit.v1.Identify & pipit.v1.Identify.$Shape;
            static create(properties?: pipit.v1.Identify.$Properties): pipit.v1.Identify;

            /**
             * Encodes the specified Identify message. Does not implicitly {@link pipit.v1.Identify.verify|verify} messages.
             * @param message Identify message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Identify.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Identify message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Identify & pipit.v1.Identify.$Shape} Identify
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Identify & pipit.v1.Identify.$Shape;
        }

        namespace Identify {

            /** Properties of an Identify. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Identify. */
            type $Shape = pipit.v1.Identify.$Properties;
        }

        /**
         * Properties of a SetVolume.
         * @deprecated Use pipit.v1.SetVolume.$Properties instead.
         */
        interface ISetVolume extends pipit.v1.SetVolume.$Properties {
        }

        /** Represents a SetVolume. */
        class SetVolume {

            /**
             * Constructs a new SetVolume.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.SetVolume.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SetVolume percent. */
            percent: number;

            /**
             * Creates a new SetVolume instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SetVolume instance
             */
            static create(properties: pipit.v1.SetVolume.$Shape): pipit.v1.SetVolume & pipit.v1.SetVolume.$Shape;
            static create(properties?: pipit.v1.SetVolume.$Properties): pipit.v1.SetVolume;

            /**
             * Encodes the specified SetVolume message. Does not implicitly {@link pipit.v1.SetVolume.verify|verify} messages.
             * @param message SetVolume message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.SetVolume.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SetVolume message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.SetVolume & pipit.v1.SetVolume.$Shape} SetVolume
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.SetVolume & pipit.v1.SetVolume.$Shape;
        }

        namespace SetVolume {

            /** Properties of a SetVolume. */
            interface $Properties {

                /** SetVolume percent */
                percent?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SetVolume. */
            type $Shape = pipit.v1.SetVolume.$Properties;
        }

        /**
         * Properties of a CustomCommand.
         * @deprecated Use pipit.v1.CustomCommand.$Properties instead.
         */
        interface ICustomCommand extends pipit.v1.CustomCommand.$Properties {
        }

        /** Represents a CustomCommand. */
        class CustomCommand {

            /**
             * Constructs a new CustomCommand.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.CustomCommand.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CustomCommand name. */
            name: string;

            /** CustomCommand argument. */
            argument: string;

            /**
             * Creates a new CustomCommand instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CustomCommand instance
             */
            static create(properties: pipit.v1.CustomCommand.$Shape): pipit.v1.CustomCommand & pipit.v1.CustomCommand.$Shape;
            static create(properties?: pipit.v1.CustomCommand.$Properties): pipit.v1.CustomCommand;

            /**
             * Encodes the specified CustomCommand message. Does not implicitly {@link pipit.v1.CustomCommand.verify|verify} messages.
             * @param message CustomCommand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.CustomCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CustomCommand message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.CustomCommand & pipit.v1.CustomCommand.$Shape} CustomCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.CustomCommand & pipit.v1.CustomCommand.$Shape;
        }

        namespace CustomCommand {

            /** Properties of a CustomCommand. */
            interface $Properties {

                /** CustomCommand name */
                name?: (string|null);

                /** CustomCommand argument */
                argument?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CustomCommand. */
            type $Shape = pipit.v1.CustomCommand.$Properties;
        }

        /**
         * Properties of a CommandResult.
         * @deprecated Use pipit.v1.CommandResult.$Properties instead.
         */
        interface ICommandResult extends pipit.v1.CommandResult.$Properties {
        }

        /** Represents a CommandResult. */
        class CommandResult {

            /**
             * Constructs a new CommandResult.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.CommandResult.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CommandResult commandId. */
            commandId: number;

            /** CommandResult status. */
            status: pipit.v1.CommandStatus;

            /** CommandResult text. */
            text: string;

            /**
             * Creates a new CommandResult instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CommandResult instance
             */
            static create(properties: pipit.v1.CommandResult.$Shape): pipit.v1.CommandResult & pipit.v1.CommandResult.$Shape;
            static create(properties?: pipit.v1.CommandResult.$Properties): pipit.v1.CommandResult;

            /**
             * Encodes the specified CommandResult message. Does not implicitly {@link pipit.v1.CommandResult.verify|verify} messages.
             * @param message CommandResult message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.CommandResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CommandResult message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.CommandResult & pipit.v1.CommandResult.$Shape} CommandResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.CommandResult & pipit.v1.CommandResult.$Shape;
        }

        namespace CommandResult {

            /** Properties of a CommandResult. */
            interface $Properties {

                /** CommandResult commandId */
                commandId?: (number|null);

                /** CommandResult status */
                status?: (pipit.v1.CommandStatus|null);

                /** CommandResult text */
                text?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CommandResult. */
            type $Shape = pipit.v1.CommandResult.$Properties;
        }

        /**
         * Properties of a DeviceConfig.
         * @deprecated Use pipit.v1.DeviceConfig.$Properties instead.
         */
        interface IDeviceConfig extends pipit.v1.DeviceConfig.$Properties {
        }

        /** Represents a DeviceConfig. */
        class DeviceConfig {

            /**
             * Constructs a new DeviceConfig.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.DeviceConfig.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DeviceConfig revision. */
            revision: number;

            /** DeviceConfig entries. */
            entries: pipit.v1.ConfigEntry.$Properties[];

            /**
             * Creates a new DeviceConfig instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DeviceConfig instance
             */
            static create(properties: pipit.v1.DeviceConfig.$Shape): pipit.v1.DeviceConfig & pipit.v1.DeviceConfig.$Shape;
            static create(properties?: pipit.v1.DeviceConfig.$Properties): pipit.v1.DeviceConfig;

            /**
             * Encodes the specified DeviceConfig message. Does not implicitly {@link pipit.v1.DeviceConfig.verify|verify} messages.
             * @param message DeviceConfig message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.DeviceConfig.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DeviceConfig message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.DeviceConfig & pipit.v1.DeviceConfig.$Shape} DeviceConfig
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.DeviceConfig & pipit.v1.DeviceConfig.$Shape;
        }

        namespace DeviceConfig {

            /** Properties of a DeviceConfig. */
            interface $Properties {

                /** DeviceConfig revision */
                revision?: (number|null);

                /** DeviceConfig entries */
                entries?: (pipit.v1.ConfigEntry.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DeviceConfig. */
            type $Shape = {
              revision?: number|null;
              entries?: pipit.v1.ConfigEntry.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a ConfigEntry.
         * @deprecated Use pipit.v1.ConfigEntry.$Properties instead.
         */
        interface IConfigEntry extends pipit.v1.ConfigEntry.$Properties {
        }

        /** Represents a ConfigEntry. */
        class ConfigEntry {

            /**
             * Constructs a new ConfigEntry.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.ConfigEntry.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConfigEntry key. */
            key: string;

            /** ConfigEntry value. */
            value?: (pipit.v1.ConfigValue.$Properties|null);

            /**
             * Creates a new ConfigEntry instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConfigEntry instance
             */
            static create(properties: pipit.v1.ConfigEntry.$Shape): pipit.v1.ConfigEntry & pipit.v1.ConfigEntry.$Shape;
            static create(properties?: pipit.v1.ConfigEntry.$Properties): pipit.v1.ConfigEntry;

            /**
             * Encodes the specified ConfigEntry message. Does not implicitly {@link pipit.v1.ConfigEntry.verify|verify} messages.
             * @param message ConfigEntry message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.ConfigEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConfigEntry message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.ConfigEntry & pipit.v1.ConfigEntry.$Shape} ConfigEntry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.ConfigEntry & pipit.v1.ConfigEntry.$Shape;
        }

        namespace ConfigEntry {

            /** Properties of a ConfigEntry. */
            interface $Properties {

                /** ConfigEntry key */
                key?: (string|null);

                /** ConfigEntry value */
                value?: (pipit.v1.ConfigValue.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConfigEntry. */
            type $Shape = {
              key?: string|null;
              value?: pipit.v1.ConfigValue.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a ConfigValue.
         * @deprecated Use pipit.v1.ConfigValue.$Properties instead.
         */
        interface IConfigValue extends pipit.v1.ConfigValue.$Properties {
        }

        /** Represents a ConfigValue. */
        class ConfigValue {

            /**
             * Constructs a new ConfigValue.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.ConfigValue.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConfigValue flag. */
            flag?: (boolean|null);

            /** ConfigValue whole. */
            whole?: (number|null);

            /** ConfigValue fraction. */
            fraction?: (number|null);

            /** ConfigValue text. */
            text?: (string|null);

            /** ConfigValue kind. */
            kind?: ("flag"|"whole"|"fraction"|"text");

            /**
             * Creates a new ConfigValue instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConfigValue instance
             */
            static create(properties: pipit.v1.ConfigValue.$Shape): pipit.v1.ConfigValue & pipit.v1.ConfigValue.$Shape;
            static create(properties?: pipit.v1.ConfigValue.$Properties): pipit.v1.ConfigValue;

            /**
             * Encodes the specified ConfigValue message. Does not implicitly {@link pipit.v1.ConfigValue.verify|verify} messages.
             * @param message ConfigValue message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.ConfigValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConfigValue message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.ConfigValue & pipit.v1.ConfigValue.$Shape} ConfigValue
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.ConfigValue & pipit.v1.ConfigValue.$Shape;
        }

        namespace ConfigValue {

            /** Properties of a ConfigValue. */
            interface $Properties {

                /** ConfigValue flag */
                flag?: (boolean|null);

                /** ConfigValue whole */
                whole?: (number|null);

                /** ConfigValue fraction */
                fraction?: (number|null);

                /** ConfigValue text */
                text?: (string|null);

                /** ConfigValue kind */
                kind?: ("flag"|"whole"|"fraction"|"text");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a ConfigValue. */
            type $Shape = {
              flag?: boolean|null;
              whole?: number|null;
              fraction?: number|null;
              text?: string|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; flag?: null; whole?: null; fraction?: null; text?: null }|{ kind?: "flag"; flag: boolean; whole?: null; fraction?: null; text?: null }|{ kind?: "whole"; flag?: null; whole: number; fraction?: null; text?: null }|{ kind?: "fraction"; flag?: null; whole?: null; fraction: number; text?: null }|{ kind?: "text"; flag?: null; whole?: null; fraction?: null; text: string })
            );
        }

        /**
         * Properties of a ConfigReport.
         * @deprecated Use pipit.v1.ConfigReport.$Properties instead.
         */
        interface IConfigReport extends pipit.v1.ConfigReport.$Properties {
        }

        /** Represents a ConfigReport. */
        class ConfigReport {

            /**
             * Constructs a new ConfigReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.ConfigReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConfigReport revision. */
            revision: number;

            /** ConfigReport results. */
            results: pipit.v1.ConfigResult.$Properties[];

            /**
             * Creates a new ConfigReport instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConfigReport instance
             */
            static create(properties: pipit.v1.ConfigReport.$Shape): pipit.v1.ConfigReport & pipit.v1.ConfigReport.$Shape;
            static create(properties?: pipit.v1.ConfigReport.$Properties): pipit.v1.ConfigReport;

            /**
             * Encodes the specified ConfigReport message. Does not implicitly {@link pipit.v1.ConfigReport.verify|verify} messages.
             * @param message ConfigReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.ConfigReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConfigReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.ConfigReport & pipit.v1.ConfigReport.$Shape} ConfigReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.ConfigReport & pipit.v1.ConfigReport.$Shape;
        }

        namespace ConfigReport {

            /** Properties of a ConfigReport. */
            interface $Properties {

                /** ConfigReport revision */
                revision?: (number|null);

                /** ConfigReport results */
                results?: (pipit.v1.ConfigResult.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConfigReport. */
            type $Shape = {
              revision?: number|null;
              results?: pipit.v1.ConfigResult.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a ConfigResult.
         * @deprecated Use pipit.v1.ConfigResult.$Properties instead.
         */
        interface IConfigResult extends pipit.v1.ConfigResult.$Properties {
        }

        /** Represents a ConfigResult. */
        class ConfigResult {

            /**
             * Constructs a new ConfigResult.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.ConfigResult.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConfigResult key. */
            key: string;

            /** ConfigResult status. */
            status: pipit.v1.ConfigStatus;

            /** ConfigResult text. */
            text: string;

            /** ConfigResult value. */
            value?: (pipit.v1.ConfigValue.$Properties|null);

            /**
             * Creates a new ConfigResult instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConfigResult instance
             */
            static create(properties: pipit.v1.ConfigResult.$Shape): pipit.v1.ConfigResult & pipit.v1.ConfigResult.$Shape;
            static create(properties?: pipit.v1.ConfigResult.$Properties): pipit.v1.ConfigResult;

            /**
             * Encodes the specified ConfigResult message. Does not implicitly {@link pipit.v1.ConfigResult.verify|verify} messages.
             * @param message ConfigResult message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.ConfigResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConfigResult message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.ConfigResult & pipit.v1.ConfigResult.$Shape} ConfigResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.ConfigResult & pipit.v1.ConfigResult.$Shape;
        }

        namespace ConfigResult {

            /** Properties of a ConfigResult. */
            interface $Properties {

                /** ConfigResult key */
                key?: (string|null);

                /** ConfigResult status */
                status?: (pipit.v1.ConfigStatus|null);

                /** ConfigResult text */
                text?: (string|null);

                /** ConfigResult value */
                value?: (pipit.v1.ConfigValue.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConfigResult. */
            type $Shape = {
              key?: string|null;
              status?: pipit.v1.ConfigStatus|null;
              text?: string|null;
              value?: pipit.v1.ConfigValue.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a Hello.
         * @deprecated Use pipit.v1.Hello.$Properties instead.
         */
        interface IHello extends pipit.v1.Hello.$Properties {
        }

        /** Represents a Hello. */
        class Hello {

            /**
             * Constructs a new Hello.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Hello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hello capabilities. */
            capabilities?: (pipit.v1.Capabilities.$Properties|null);

            /** Hello firmwareName. */
            firmwareName: string;

            /** Hello firmwareVersion. */
            firmwareVersion: string;

            /** Hello hardwareModel. */
            hardwareModel: string;

            /** Hello hardwareSerial. */
            hardwareSerial: string;

            /** Hello language. */
            language: string;

            /**
             * Creates a new Hello instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Hello instance
             */
            static create(properties: pipit.v1.Hello.$Shape): pipit.v1.Hello & pipit.v1.Hello.$Shape;
            static create(properties?: pipit.v1.Hello.$Properties): pipit.v1.Hello;

            /**
             * Encodes the specified Hello message. Does not implicitly {@link pipit.v1.Hello.verify|verify} messages.
             * @param message Hello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Hello & pipit.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Hello & pipit.v1.Hello.$Shape;
        }

        namespace Hello {

            /** Properties of a Hello. */
            interface $Properties {

                /** Hello capabilities */
                capabilities?: (pipit.v1.Capabilities.$Properties|null);

                /** Hello firmwareName */
                firmwareName?: (string|null);

                /** Hello firmwareVersion */
                firmwareVersion?: (string|null);

                /** Hello hardwareModel */
                hardwareModel?: (string|null);

                /** Hello hardwareSerial */
                hardwareSerial?: (string|null);

                /** Hello language */
                language?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hello. */
            type $Shape = pipit.v1.Hello.$Properties;
        }

        /**
         * Properties of a Capabilities.
         * @deprecated Use pipit.v1.Capabilities.$Properties instead.
         */
        interface ICapabilities extends pipit.v1.Capabilities.$Properties {
        }

        /** Represents a Capabilities. */
        class Capabilities {

            /**
             * Constructs a new Capabilities.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Capabilities.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Capabilities frameDurationsMs. */
            frameDurationsMs: number[];

            /** Capabilities playbackSampleRatesHz. */
            playbackSampleRatesHz: number[];

            /** Capabilities playoutBufferMs. */
            playoutBufferMs: number;

            /** Capabilities leadMs. */
            leadMs: number;

            /** Capabilities echoCancellation. */
            echoCancellation: boolean;

            /** Capabilities tools. */
            tools: boolean;

            /** Capabilities discontinuousTransmission. */
            discontinuousTransmission: boolean;

            /**
             * Creates a new Capabilities instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Capabilities instance
             */
            static create(properties: pipit.v1.Capabilities.$Shape): pipit.v1.Capabilities & pipit.v1.Capabilities.$Shape;
            static create(properties?: pipit.v1.Capabilities.$Properties): pipit.v1.Capabilities;

            /**
             * Encodes the specified Capabilities message. Does not implicitly {@link pipit.v1.Capabilities.verify|verify} messages.
             * @param message Capabilities message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Capabilities.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Capabilities message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Capabilities & pipit.v1.Capabilities.$Shape} Capabilities
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Capabilities & pipit.v1.Capabilities.$Shape;
        }

        namespace Capabilities {

            /** Properties of a Capabilities. */
            interface $Properties {

                /** Capabilities frameDurationsMs */
                frameDurationsMs?: (number[]|null);

                /** Capabilities playbackSampleRatesHz */
                playbackSampleRatesHz?: (number[]|null);

                /** Capabilities playoutBufferMs */
                playoutBufferMs?: (number|null);

                /** Capabilities leadMs */
                leadMs?: (number|null);

                /** Capabilities echoCancellation */
                echoCancellation?: (boolean|null);

                /** Capabilities tools */
                tools?: (boolean|null);

                /** Capabilities discontinuousTransmission */
                discontinuousTransmission?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Capabilities. */
            type $Shape = pipit.v1.Capabilities.$Properties;
        }

        /**
         * Properties of a HelloAck.
         * @deprecated Use pipit.v1.HelloAck.$Properties instead.
         */
        interface IHelloAck extends pipit.v1.HelloAck.$Properties {
        }

        /** Represents a HelloAck. */
        class HelloAck {

            /**
             * Constructs a new HelloAck.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.HelloAck.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HelloAck protocolVersion. */
            protocolVersion: number;

            /** HelloAck frameDurationMs. */
            frameDurationMs: number;

            /** HelloAck playbackSampleRateHz. */
            playbackSampleRateHz: number;

            /** HelloAck leadMs. */
            leadMs: number;

            /** HelloAck wallTimeS. */
            wallTimeS: number;

            /** HelloAck brokerVersion. */
            brokerVersion: string;

            /** HelloAck connectionId. */
            connectionId: string;

            /**
             * Creates a new HelloAck instance using the specified properties.
             * @param [properties] Properties to set
             * @returns HelloAck instance
             */
            static create(properties: pipit.v1.HelloAck.$Shape): pipit.v1.HelloAck & pipit.v1.HelloAck.$Shape;
            static create(properties?: pipit.v1.HelloAck.$Properties): pipit.v1.HelloAck;

            /**
             * Encodes the specified HelloAck message. Does not implicitly {@link pipit.v1.HelloAck.verify|verify} messages.
             * @param message HelloAck message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.HelloAck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HelloAck message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.HelloAck & pipit.v1.HelloAck.$Shape} HelloAck
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.HelloAck & pipit.v1.HelloAck.$Shape;
        }

        namespace HelloAck {

            /** Properties of a HelloAck. */
            interface $Properties {

                /** HelloAck protocolVersion */
                protocolVersion?: (number|null);

                /** HelloAck frameDurationMs */
                frameDurationMs?: (number|null);

                /** HelloAck playbackSampleRateHz */
                playbackSampleRateHz?: (number|null);

                /** HelloAck leadMs */
                leadMs?: (number|null);

                /** HelloAck wallTimeS */
                wallTimeS?: (number|null);

                /** HelloAck brokerVersion */
                brokerVersion?: (string|null);

                /** HelloAck connectionId */
                connectionId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HelloAck. */
            type $Shape = pipit.v1.HelloAck.$Properties;
        }

        /**
         * Properties of a Goodbye.
         * @deprecated Use pipit.v1.Goodbye.$Properties instead.
         */
        interface IGoodbye extends pipit.v1.Goodbye.$Properties {
        }

        /** Represents a Goodbye. */
        class Goodbye {

            /**
             * Constructs a new Goodbye.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Goodbye.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Goodbye reason. */
            reason: pipit.v1.Reason;

            /** Goodbye retryAfterMs. */
            retryAfterMs: number;

            /** Goodbye text. */
            text: string;

            /** Goodbye address. */
            address: string;

            /**
             * Creates a new Goodbye instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Goodbye instance
             */
            static create(properties: pipit.v1.Goodbye.$Shape): pipit.v1.Goodbye & pipit.v1.Goodbye.$Shape;
            static create(properties?: pipit.v1.Goodbye.$Properties): pipit.v1.Goodbye;

            /**
             * Encodes the specified Goodbye message. Does not implicitly {@link pipit.v1.Goodbye.verify|verify} messages.
             * @param message Goodbye message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Goodbye.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Goodbye message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Goodbye & pipit.v1.Goodbye.$Shape} Goodbye
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Goodbye & pipit.v1.Goodbye.$Shape;
        }

        namespace Goodbye {

            /** Properties of a Goodbye. */
            interface $Properties {

                /** Goodbye reason */
                reason?: (pipit.v1.Reason|null);

                /** Goodbye retryAfterMs */
                retryAfterMs?: (number|null);

                /** Goodbye text */
                text?: (string|null);

                /** Goodbye address */
                address?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Goodbye. */
            type $Shape = pipit.v1.Goodbye.$Properties;
        }

        /**
         * Properties of a Ping.
         * @deprecated Use pipit.v1.Ping.$Properties instead.
         */
        interface IPing extends pipit.v1.Ping.$Properties {
        }

        /** Represents a Ping. */
        class Ping {

            /**
             * Constructs a new Ping.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Ping.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Ping originTimeMs. */
            originTimeMs: number;

            /**
             * Creates a new Ping instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Ping instance
             */
            static create(properties: pipit.v1.Ping.$Shape): pipit.v1.Ping & pipit.v1.Ping.$Shape;
            static create(properties?: pipit.v1.Ping.$Properties): pipit.v1.Ping;

            /**
             * Encodes the specified Ping message. Does not implicitly {@link pipit.v1.Ping.verify|verify} messages.
             * @param message Ping message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Ping.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Ping message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Ping & pipit.v1.Ping.$Shape} Ping
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Ping & pipit.v1.Ping.$Shape;
        }

        namespace Ping {

            /** Properties of a Ping. */
            interface $Properties {

                /** Ping originTimeMs */
                originTimeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Ping. */
            type $Shape = pipit.v1.Ping.$Properties;
        }

        /**
         * Properties of a Pong.
         * @deprecated Use pipit.v1.Pong.$Properties instead.
         */
        interface IPong extends pipit.v1.Pong.$Properties {
        }

        /** Represents a Pong. */
        class Pong {

            /**
             * Constructs a new Pong.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Pong.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Pong originTimeMs. */
            originTimeMs: number;

            /** Pong receiveTimeMs. */
            receiveTimeMs: number;

            /** Pong transmitTimeMs. */
            transmitTimeMs: number;

            /**
             * Creates a new Pong instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Pong instance
             */
            static create(properties: pipit.v1.Pong.$Shape): pipit.v1.Pong & pipit.v1.Pong.$Shape;
            static create(properties?: pipit.v1.Pong.$Properties): pipit.v1.Pong;

            /**
             * Encodes the specified Pong message. Does not implicitly {@link pipit.v1.Pong.verify|verify} messages.
             * @param message Pong message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Pong.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Pong message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Pong & pipit.v1.Pong.$Shape} Pong
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Pong & pipit.v1.Pong.$Shape;
        }

        namespace Pong {

            /** Properties of a Pong. */
            interface $Properties {

                /** Pong originTimeMs */
                originTimeMs?: (number|null);

                /** Pong receiveTimeMs */
                receiveTimeMs?: (number|null);

                /** Pong transmitTimeMs */
                transmitTimeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Pong. */
            type $Shape = pipit.v1.Pong.$Properties;
        }

        /**
         * Properties of an Error.
         * @deprecated Use pipit.v1.Error.$Properties instead.
         */
        interface IError extends pipit.v1.Error.$Properties {
        }

        /** Represents an Error. */
        class Error {

            /**
             * Constructs a new Error.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Error.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Error code. */
            code: pipit.v1.ErrorCode;

            /** Error text. */
            text: string;

            /** Error field. */
            field: string;

            /** Error retryAfterMs. */
            retryAfterMs: number;

            /**
             * Creates a new Error instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Error instance
             */
            static create(properties: pipit.v1.Error.$Shape): pipit.v1.Error & pipit.v1.Error.$Shape;
            static create(properties?: pipit.v1.Error.$Properties): pipit.v1.Error;

            /**
             * Encodes the specified Error message. Does not implicitly {@link pipit.v1.Error.verify|verify} messages.
             * @param message Error message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Error.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Error message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Error & pipit.v1.Error.$Shape} Error
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Error & pipit.v1.Error.$Shape;
        }

        namespace Error {

            /** Properties of an Error. */
            interface $Properties {

                /** Error code */
                code?: (pipit.v1.ErrorCode|null);

                /** Error text */
                text?: (string|null);

                /** Error field */
                field?: (string|null);

                /** Error retryAfterMs */
                retryAfterMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Error. */
            type $Shape = pipit.v1.Error.$Properties;
        }

        /**
         * Properties of a Telemetry.
         * @deprecated Use pipit.v1.Telemetry.$Properties instead.
         */
        interface ITelemetry extends pipit.v1.Telemetry.$Properties {
        }

        /** Represents a Telemetry. */
        class Telemetry {

            /**
             * Constructs a new Telemetry.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Telemetry.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Telemetry uptimeS. */
            uptimeS: number;

            /** Telemetry freeHeapBytes. */
            freeHeapBytes: number;

            /** Telemetry signalDbm. */
            signalDbm?: (number|null);

            /** Telemetry batteryPercent. */
            batteryPercent?: (number|null);

            /** Telemetry temperatureCelsius. */
            temperatureCelsius?: (number|null);

            /** Telemetry reconnects. */
            reconnects: number;

            /** Telemetry playout. */
            playout?: (pipit.v1.PlayoutFigures.$Properties|null);

            /**
             * Creates a new Telemetry instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Telemetry instance
             */
            static create(properties: pipit.v1.Telemetry.$Shape): pipit.v1.Telemetry & pipit.v1.Telemetry.$Shape;
            static create(properties?: pipit.v1.Telemetry.$Properties): pipit.v1.Telemetry;

            /**
             * Encodes the specified Telemetry message. Does not implicitly {@link pipit.v1.Telemetry.verify|verify} messages.
             * @param message Telemetry message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Telemetry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Telemetry message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Telemetry & pipit.v1.Telemetry.$Shape} Telemetry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Telemetry & pipit.v1.Telemetry.$Shape;
        }

        namespace Telemetry {

            /** Properties of a Telemetry. */
            interface $Properties {

                /** Telemetry uptimeS */
                uptimeS?: (number|null);

                /** Telemetry freeHeapBytes */
                freeHeapBytes?: (number|null);

                /** Telemetry signalDbm */
                signalDbm?: (number|null);

                /** Telemetry batteryPercent */
                batteryPercent?: (number|null);

                /** Telemetry temperatureCelsius */
                temperatureCelsius?: (number|null);

                /** Telemetry reconnects */
                reconnects?: (number|null);

                /** Telemetry playout */
                playout?: (pipit.v1.PlayoutFigures.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Telemetry. */
            type $Shape = pipit.v1.Telemetry.$Properties;
        }

        /**
         * Properties of a PlayoutFigures.
         * @deprecated Use pipit.v1.PlayoutFigures.$Properties instead.
         */
        interface IPlayoutFigures extends pipit.v1.PlayoutFigures.$Properties {
        }

        /** Represents a PlayoutFigures. */
        class PlayoutFigures {

            /**
             * Constructs a new PlayoutFigures.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.PlayoutFigures.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PlayoutFigures framesReceived. */
            framesReceived: number;

            /** PlayoutFigures framesLost. */
            framesLost: number;

            /** PlayoutFigures framesLate. */
            framesLate: number;

            /** PlayoutFigures framesConcealed. */
            framesConcealed: number;

            /** PlayoutFigures jitterMs. */
            jitterMs: number;

            /** PlayoutFigures bufferedMs. */
            bufferedMs: number;

            /** PlayoutFigures targetMs. */
            targetMs: number;

            /**
             * Creates a new PlayoutFigures instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PlayoutFigures instance
             */
            static create(properties: pipit.v1.PlayoutFigures.$Shape): pipit.v1.PlayoutFigures & pipit.v1.PlayoutFigures.$Shape;
            static create(properties?: pipit.v1.PlayoutFigures.$Properties): pipit.v1.PlayoutFigures;

            /**
             * Encodes the specified PlayoutFigures message. Does not implicitly {@link pipit.v1.PlayoutFigures.verify|verify} messages.
             * @param message PlayoutFigures message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.PlayoutFigures.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PlayoutFigures message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.PlayoutFigures & pipit.v1.PlayoutFigures.$Shape} PlayoutFigures
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.PlayoutFigures & pipit.v1.PlayoutFigures.$Shape;
        }

        namespace PlayoutFigures {

            /** Properties of a PlayoutFigures. */
            interface $Properties {

                /** PlayoutFigures framesReceived */
                framesReceived?: (number|null);

                /** PlayoutFigures framesLost */
                framesLost?: (number|null);

                /** PlayoutFigures framesLate */
                framesLate?: (number|null);

                /** PlayoutFigures framesConcealed */
                framesConcealed?: (number|null);

                /** PlayoutFigures jitterMs */
                jitterMs?: (number|null);

                /** PlayoutFigures bufferedMs */
                bufferedMs?: (number|null);

                /** PlayoutFigures targetMs */
                targetMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PlayoutFigures. */
            type $Shape = pipit.v1.PlayoutFigures.$Properties;
        }

        /**
         * Properties of a DeviceMessage.
         * @deprecated Use pipit.v1.DeviceMessage.$Properties instead.
         */
        interface IDeviceMessage extends pipit.v1.DeviceMessage.$Properties {
        }

        /** Represents a DeviceMessage. */
        class DeviceMessage {

            /**
             * Constructs a new DeviceMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.DeviceMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DeviceMessage version. */
            version: number;

            /** DeviceMessage messageId. */
            messageId: number;

            /** DeviceMessage correlationId. */
            correlationId: number;

            /** DeviceMessage deadlineMs. */
            deadlineMs: number;

            /** DeviceMessage hello. */
            hello?: (pipit.v1.Hello.$Properties|null);

            /** DeviceMessage ping. */
            ping?: (pipit.v1.Ping.$Properties|null);

            /** DeviceMessage pong. */
            pong?: (pipit.v1.Pong.$Properties|null);

            /** DeviceMessage error. */
            error?: (pipit.v1.Error.$Properties|null);

            /** DeviceMessage telemetry. */
            telemetry?: (pipit.v1.Telemetry.$Properties|null);

            /** DeviceMessage sessionOpen. */
            sessionOpen?: (pipit.v1.SessionOpen.$Properties|null);

            /** DeviceMessage sessionClose. */
            sessionClose?: (pipit.v1.SessionClose.$Properties|null);

            /** DeviceMessage listenStart. */
            listenStart?: (pipit.v1.ListenStart.$Properties|null);

            /** DeviceMessage listenStop. */
            listenStop?: (pipit.v1.ListenStop.$Properties|null);

            /** DeviceMessage interrupt. */
            interrupt?: (pipit.v1.Interrupt.$Properties|null);

            /** DeviceMessage flushed. */
            flushed?: (pipit.v1.Flushed.$Properties|null);

            /** DeviceMessage playbackStarted. */
            playbackStarted?: (pipit.v1.PlaybackStarted.$Properties|null);

            /** DeviceMessage playbackProgress. */
            playbackProgress?: (pipit.v1.PlaybackProgress.$Properties|null);

            /** DeviceMessage playbackFinished. */
            playbackFinished?: (pipit.v1.PlaybackFinished.$Properties|null);

            /** DeviceMessage sessionResume. */
            sessionResume?: (pipit.v1.SessionResume.$Properties|null);

            /** DeviceMessage selfTestStart. */
            selfTestStart?: (pipit.v1.SelfTestStart.$Properties|null);

            /** DeviceMessage configReport. */
            configReport?: (pipit.v1.ConfigReport.$Properties|null);

            /** DeviceMessage commandResult. */
            commandResult?: (pipit.v1.CommandResult.$Properties|null);

            /** DeviceMessage mcp. */
            mcp?: (pipit.v1.Mcp.$Properties|null);

            /** DeviceMessage body. */
            body?: ("hello"|"ping"|"pong"|"error"|"telemetry"|"sessionOpen"|"sessionClose"|"listenStart"|"listenStop"|"interrupt"|"flushed"|"playbackStarted"|"playbackProgress"|"playbackFinished"|"sessionResume"|"selfTestStart"|"configReport"|"commandResult"|"mcp");

            /**
             * Creates a new DeviceMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DeviceMessage instance
             */
            static create(properties: pipit.v1.DeviceMessage.$Shape): pipit.v1.DeviceMessage & pipit.v1.DeviceMessage.$Shape;
            static create(properties?: pipit.v1.DeviceMessage.$Properties): pipit.v1.DeviceMessage;

            /**
             * Encodes the specified DeviceMessage message. Does not implicitly {@link pipit.v1.DeviceMessage.verify|verify} messages.
             * @param message DeviceMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.DeviceMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DeviceMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.DeviceMessage & pipit.v1.DeviceMessage.$Shape} DeviceMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.DeviceMessage & pipit.v1.DeviceMessage.$Shape;
        }

        namespace DeviceMessage {

            /** Properties of a DeviceMessage. */
            interface $Properties {

                /** DeviceMessage version */
                version?: (number|null);

                /** DeviceMessage messageId */
                messageId?: (number|null);

                /** DeviceMessage correlationId */
                correlationId?: (number|null);

                /** DeviceMessage deadlineMs */
                deadlineMs?: (number|null);

                /** DeviceMessage hello */
                hello?: (pipit.v1.Hello.$Properties|null);

                /** DeviceMessage ping */
                ping?: (pipit.v1.Ping.$Properties|null);

                /** DeviceMessage pong */
                pong?: (pipit.v1.Pong.$Properties|null);

                /** DeviceMessage error */
                error?: (pipit.v1.Error.$Properties|null);

                /** DeviceMessage telemetry */
                telemetry?: (pipit.v1.Telemetry.$Properties|null);

                /** DeviceMessage sessionOpen */
                sessionOpen?: (pipit.v1.SessionOpen.$Properties|null);

                /** DeviceMessage sessionClose */
                sessionClose?: (pipit.v1.SessionClose.$Properties|null);

                /** DeviceMessage listenStart */
                listenStart?: (pipit.v1.ListenStart.$Properties|null);

                /** DeviceMessage listenStop */
                listenStop?: (pipit.v1.ListenStop.$Properties|null);

                /** DeviceMessage interrupt */
                interrupt?: (pipit.v1.Interrupt.$Properties|null);

                /** DeviceMessage flushed */
                flushed?: (pipit.v1.Flushed.$Properties|null);

                /** DeviceMessage playbackStarted */
                playbackStarted?: (pipit.v1.PlaybackStarted.$Properties|null);

                /** DeviceMessage playbackProgress */
                playbackProgress?: (pipit.v1.PlaybackProgress.$Properties|null);

                /** DeviceMessage playbackFinished */
                playbackFinished?: (pipit.v1.PlaybackFinished.$Properties|null);

                /** DeviceMessage sessionResume */
                sessionResume?: (pipit.v1.SessionResume.$Properties|null);

                /** DeviceMessage selfTestStart */
                selfTestStart?: (pipit.v1.SelfTestStart.$Properties|null);

                /** DeviceMessage configReport */
                configReport?: (pipit.v1.ConfigReport.$Properties|null);

                /** DeviceMessage commandResult */
                commandResult?: (pipit.v1.CommandResult.$Properties|null);

                /** DeviceMessage mcp */
                mcp?: (pipit.v1.Mcp.$Properties|null);

                /** DeviceMessage body */
                body?: ("hello"|"ping"|"pong"|"error"|"telemetry"|"sessionOpen"|"sessionClose"|"listenStart"|"listenStop"|"interrupt"|"flushed"|"playbackStarted"|"playbackProgress"|"playbackFinished"|"sessionResume"|"selfTestStart"|"configReport"|"commandResult"|"mcp");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a DeviceMessage. */
            type $Shape = {
              version?: number|null;
              messageId?: number|null;
              correlationId?: number|null;
              deadlineMs?: number|null;
              hello?: pipit.v1.Hello.$Shape|null;
              ping?: pipit.v1.Ping.$Shape|null;
              pong?: pipit.v1.Pong.$Shape|null;
              error?: pipit.v1.Error.$Shape|null;
              telemetry?: pipit.v1.Telemetry.$Shape|null;
              sessionOpen?: pipit.v1.SessionOpen.$Shape|null;
              sessionClose?: pipit.v1.SessionClose.$Shape|null;
              listenStart?: pipit.v1.ListenStart.$Shape|null;
              listenStop?: pipit.v1.ListenStop.$Shape|null;
              interrupt?: pipit.v1.Interrupt.$Shape|null;
              flushed?: pipit.v1.Flushed.$Shape|null;
              playbackStarted?: pipit.v1.PlaybackStarted.$Shape|null;
              playbackProgress?: pipit.v1.PlaybackProgress.$Shape|null;
              playbackFinished?: pipit.v1.PlaybackFinished.$Shape|null;
              sessionResume?: pipit.v1.SessionResume.$Shape|null;
              selfTestStart?: pipit.v1.SelfTestStart.$Shape|null;
              configReport?: pipit.v1.ConfigReport.$Shape|null;
              commandResult?: pipit.v1.CommandResult.$Shape|null;
              mcp?: pipit.v1.Mcp.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "hello"; hello: pipit.v1.Hello.$Shape; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "ping"; hello?: null; ping: pipit.v1.Ping.$Shape; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "pong"; hello?: null; ping?: null; pong: pipit.v1.Pong.$Shape; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "error"; hello?: null; ping?: null; pong?: null; error: pipit.v1.Error.$Shape; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "telemetry"; hello?: null; ping?: null; pong?: null; error?: null; telemetry: pipit.v1.Telemetry.$Shape; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "sessionOpen"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen: pipit.v1.SessionOpen.$Shape; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "sessionClose"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose: pipit.v1.SessionClose.$Shape; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "listenStart"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart: pipit.v1.ListenStart.$Shape; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "listenStop"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop: pipit.v1.ListenStop.$Shape; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "interrupt"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt: pipit.v1.Interrupt.$Shape; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "flushed"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed: pipit.v1.Flushed.$Shape; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "playbackStarted"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted: pipit.v1.PlaybackStarted.$Shape; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "playbackProgress"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress: pipit.v1.PlaybackProgress.$Shape; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "playbackFinished"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished: pipit.v1.PlaybackFinished.$Shape; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "sessionResume"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume: pipit.v1.SessionResume.$Shape; selfTestStart?: null; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "selfTestStart"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart: pipit.v1.SelfTestStart.$Shape; configReport?: null; commandResult?: null; mcp?: null }|{ body?: "configReport"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport: pipit.v1.ConfigReport.$Shape; commandResult?: null; mcp?: null }|{ body?: "commandResult"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult: pipit.v1.CommandResult.$Shape; mcp?: null }|{ body?: "mcp"; hello?: null; ping?: null; pong?: null; error?: null; telemetry?: null; sessionOpen?: null; sessionClose?: null; listenStart?: null; listenStop?: null; interrupt?: null; flushed?: null; playbackStarted?: null; playbackProgress?: null; playbackFinished?: null; sessionResume?: null; selfTestStart?: null; configReport?: null; commandResult?: null; mcp: pipit.v1.Mcp.$Shape })
            );
        }

        /**
         * Properties of a BrokerMessage.
         * @deprecated Use pipit.v1.BrokerMessage.$Properties instead.
         */
        interface IBrokerMessage extends pipit.v1.BrokerMessage.$Properties {
        }

        /** Represents a BrokerMessage. */
        class BrokerMessage {

            /**
             * Constructs a new BrokerMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.BrokerMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BrokerMessage version. */
            version: number;

            /** BrokerMessage messageId. */
            messageId: number;

            /** BrokerMessage correlationId. */
            correlationId: number;

            /** BrokerMessage deadlineMs. */
            deadlineMs: number;

            /** BrokerMessage helloAck. */
            helloAck?: (pipit.v1.HelloAck.$Properties|null);

            /** BrokerMessage ping. */
            ping?: (pipit.v1.Ping.$Properties|null);

            /** BrokerMessage pong. */
            pong?: (pipit.v1.Pong.$Properties|null);

            /** BrokerMessage error. */
            error?: (pipit.v1.Error.$Properties|null);

            /** BrokerMessage goodbye. */
            goodbye?: (pipit.v1.Goodbye.$Properties|null);

            /** BrokerMessage sessionOpened. */
            sessionOpened?: (pipit.v1.SessionOpened.$Properties|null);

            /** BrokerMessage sessionRejected. */
            sessionRejected?: (pipit.v1.SessionRejected.$Properties|null);

            /** BrokerMessage sessionClosed. */
            sessionClosed?: (pipit.v1.SessionClosed.$Properties|null);

            /** BrokerMessage stateChanged. */
            stateChanged?: (pipit.v1.StateChanged.$Properties|null);

            /** BrokerMessage flush. */
            flush?: (pipit.v1.Flush.$Properties|null);

            /** BrokerMessage transcript. */
            transcript?: (pipit.v1.Transcript.$Properties|null);

            /** BrokerMessage sessionResumed. */
            sessionResumed?: (pipit.v1.SessionResumed.$Properties|null);

            /** BrokerMessage turnReport. */
            turnReport?: (pipit.v1.TurnReport.$Properties|null);

            /** BrokerMessage selfTestReport. */
            selfTestReport?: (pipit.v1.SelfTestReport.$Properties|null);

            /** BrokerMessage command. */
            command?: (pipit.v1.Command.$Properties|null);

            /** BrokerMessage mcp. */
            mcp?: (pipit.v1.Mcp.$Properties|null);

            /** BrokerMessage body. */
            body?: ("helloAck"|"ping"|"pong"|"error"|"goodbye"|"sessionOpened"|"sessionRejected"|"sessionClosed"|"stateChanged"|"flush"|"transcript"|"sessionResumed"|"turnReport"|"selfTestReport"|"command"|"mcp");

            /**
             * Creates a new BrokerMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns BrokerMessage instance
             */
            static create(properties: pipit.v1.BrokerMessage.$Shape): pipit.v1.BrokerMessage & pipit.v1.BrokerMessage.$Shape;
            static create(properties?: pipit.v1.BrokerMessage.$Properties): pipit.v1.BrokerMessage;

            /**
             * Encodes the specified BrokerMessage message. Does not implicitly {@link pipit.v1.BrokerMessage.verify|verify} messages.
             * @param message BrokerMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.BrokerMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BrokerMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.BrokerMessage & pipit.v1.BrokerMessage.$Shape} BrokerMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.BrokerMessage & pipit.v1.BrokerMessage.$Shape;
        }

        namespace BrokerMessage {

            /** Properties of a BrokerMessage. */
            interface $Properties {

                /** BrokerMessage version */
                version?: (number|null);

                /** BrokerMessage messageId */
                messageId?: (number|null);

                /** BrokerMessage correlationId */
                correlationId?: (number|null);

                /** BrokerMessage deadlineMs */
                deadlineMs?: (number|null);

                /** BrokerMessage helloAck */
                helloAck?: (pipit.v1.HelloAck.$Properties|null);

                /** BrokerMessage ping */
                ping?: (pipit.v1.Ping.$Properties|null);

                /** BrokerMessage pong */
                pong?: (pipit.v1.Pong.$Properties|null);

                /** BrokerMessage error */
                error?: (pipit.v1.Error.$Properties|null);

                /** BrokerMessage goodbye */
                goodbye?: (pipit.v1.Goodbye.$Properties|null);

                /** BrokerMessage sessionOpened */
                sessionOpened?: (pipit.v1.SessionOpened.$Properties|null);

                /** BrokerMessage sessionRejected */
                sessionRejected?: (pipit.v1.SessionRejected.$Properties|null);

                /** BrokerMessage sessionClosed */
                sessionClosed?: (pipit.v1.SessionClosed.$Properties|null);

                /** BrokerMessage stateChanged */
                stateChanged?: (pipit.v1.StateChanged.$Properties|null);

                /** BrokerMessage flush */
                flush?: (pipit.v1.Flush.$Properties|null);

                /** BrokerMessage transcript */
                transcript?: (pipit.v1.Transcript.$Properties|null);

                /** BrokerMessage sessionResumed */
                sessionResumed?: (pipit.v1.SessionResumed.$Properties|null);

                /** BrokerMessage turnReport */
                turnReport?: (pipit.v1.TurnReport.$Properties|null);

                /** BrokerMessage selfTestReport */
                selfTestReport?: (pipit.v1.SelfTestReport.$Properties|null);

                /** BrokerMessage command */
                command?: (pipit.v1.Command.$Properties|null);

                /** BrokerMessage mcp */
                mcp?: (pipit.v1.Mcp.$Properties|null);

                /** BrokerMessage body */
                body?: ("helloAck"|"ping"|"pong"|"error"|"goodbye"|"sessionOpened"|"sessionRejected"|"sessionClosed"|"stateChanged"|"flush"|"transcript"|"sessionResumed"|"turnReport"|"selfTestReport"|"command"|"mcp");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a BrokerMessage. */
            type $Shape = {
              version?: number|null;
              messageId?: number|null;
              correlationId?: number|null;
              deadlineMs?: number|null;
              helloAck?: pipit.v1.HelloAck.$Shape|null;
              ping?: pipit.v1.Ping.$Shape|null;
              pong?: pipit.v1.Pong.$Shape|null;
              error?: pipit.v1.Error.$Shape|null;
              goodbye?: pipit.v1.Goodbye.$Shape|null;
              sessionOpened?: pipit.v1.SessionOpened.$Shape|null;
              sessionRejected?: pipit.v1.SessionRejected.$Shape|null;
              sessionClosed?: pipit.v1.SessionClosed.$Shape|null;
              stateChanged?: pipit.v1.StateChanged.$Shape|null;
              flush?: pipit.v1.Flush.$Shape|null;
              transcript?: pipit.v1.Transcript.$Shape|null;
              sessionResumed?: pipit.v1.SessionResumed.$Shape|null;
              turnReport?: pipit.v1.TurnReport.$Shape|null;
              selfTestReport?: pipit.v1.SelfTestReport.$Shape|null;
              command?: pipit.v1.Command.$Shape|null;
              mcp?: pipit.v1.Mcp.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "helloAck"; helloAck: pipit.v1.HelloAck.$Shape; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "ping"; helloAck?: null; ping: pipit.v1.Ping.$Shape; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "pong"; helloAck?: null; ping?: null; pong: pipit.v1.Pong.$Shape; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "error"; helloAck?: null; ping?: null; pong?: null; error: pipit.v1.Error.$Shape; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "goodbye"; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye: pipit.v1.Goodbye.$Shape; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "sessionOpened"; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened: pipit.v1.SessionOpened.$Shape; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "sessionRejected"; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected: pipit.v1.SessionRejected.$Shape; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "sessionClosed"; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed: pipit.v1.SessionClosed.$Shape; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "stateChanged"; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged: pipit.v1.StateChanged.$Shape; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "flush"; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush: pipit.v1.Flush.$Shape; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "transcript"; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript: pipit.v1.Transcript.$Shape; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "sessionResumed"; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed: pipit.v1.SessionResumed.$Shape; turnReport?: null; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "turnReport"; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport: pipit.v1.TurnReport.$Shape; selfTestReport?: null; command?: null; mcp?: null }|{ body?: "selfTestReport"; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport: pipit.v1.SelfTestReport.$Shape; command?: null; mcp?: null }|{ body?: "command"; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command: pipit.v1.Command.$Shape; mcp?: null }|{ body?: "mcp"; helloAck?: null; ping?: null; pong?: null; error?: null; goodbye?: null; sessionOpened?: null; sessionRejected?: null; sessionClosed?: null; stateChanged?: null; flush?: null; transcript?: null; sessionResumed?: null; turnReport?: null; selfTestReport?: null; command?: null; mcp: pipit.v1.Mcp.$Shape })
            );
        }

        /**
         * Properties of a SessionOpen.
         * @deprecated Use pipit.v1.SessionOpen.$Properties instead.
         */
        interface ISessionOpen extends pipit.v1.SessionOpen.$Properties {
        }

        /** Represents a SessionOpen. */
        class SessionOpen {

            /**
             * Constructs a new SessionOpen.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.SessionOpen.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionOpen session. */
            session: number;

            /** SessionOpen frameDurationMs. */
            frameDurationMs: number;

            /** SessionOpen mode. */
            mode: pipit.v1.ListenMode;

            /** SessionOpen turnReports. */
            turnReports: boolean;

            /**
             * Creates a new SessionOpen instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionOpen instance
             */
            static create(properties: pipit.v1.SessionOpen.$Shape): pipit.v1.SessionOpen & pipit.v1.SessionOpen.$Shape;
            static create(properties?: pipit.v1.SessionOpen.$Properties): pipit.v1.SessionOpen;

            /**
             * Encodes the specified SessionOpen message. Does not implicitly {@link pipit.v1.SessionOpen.verify|verify} messages.
             * @param message SessionOpen message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.SessionOpen.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionOpen message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.SessionOpen & pipit.v1.SessionOpen.$Shape} SessionOpen
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.SessionOpen & pipit.v1.SessionOpen.$Shape;
        }

        namespace SessionOpen {

            /** Properties of a SessionOpen. */
            interface $Properties {

                /** SessionOpen session */
                session?: (number|null);

                /** SessionOpen frameDurationMs */
                frameDurationMs?: (number|null);

                /** SessionOpen mode */
                mode?: (pipit.v1.ListenMode|null);

                /** SessionOpen turnReports */
                turnReports?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionOpen. */
            type $Shape = pipit.v1.SessionOpen.$Properties;
        }

        /**
         * Properties of a SessionResume.
         * @deprecated Use pipit.v1.SessionResume.$Properties instead.
         */
        interface ISessionResume extends pipit.v1.SessionResume.$Properties {
        }

        /** Represents a SessionResume. */
        class SessionResume {

            /**
             * Constructs a new SessionResume.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.SessionResume.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionResume session. */
            session: number;

            /** SessionResume sessionId. */
            sessionId: string;

            /** SessionResume frameDurationMs. */
            frameDurationMs: number;

            /** SessionResume mode. */
            mode: pipit.v1.ListenMode;

            /** SessionResume generation. */
            generation: number;

            /** SessionResume nextSequence. */
            nextSequence: number;

            /** SessionResume playedMs. */
            playedMs: number;

            /** SessionResume policy. */
            policy: pipit.v1.ResumePolicy;

            /** SessionResume turnReports. */
            turnReports: boolean;

            /**
             * Creates a new SessionResume instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionResume instance
             */
            static create(properties: pipit.v1.SessionResume.$Shape): pipit.v1.SessionResume & pipit.v1.SessionResume.$Shape;
            static create(properties?: pipit.v1.SessionResume.$Properties): pipit.v1.SessionResume;

            /**
             * Encodes the specified SessionResume message. Does not implicitly {@link pipit.v1.SessionResume.verify|verify} messages.
             * @param message SessionResume message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.SessionResume.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionResume message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.SessionResume & pipit.v1.SessionResume.$Shape} SessionResume
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.SessionResume & pipit.v1.SessionResume.$Shape;
        }

        namespace SessionResume {

            /** Properties of a SessionResume. */
            interface $Properties {

                /** SessionResume session */
                session?: (number|null);

                /** SessionResume sessionId */
                sessionId?: (string|null);

                /** SessionResume frameDurationMs */
                frameDurationMs?: (number|null);

                /** SessionResume mode */
                mode?: (pipit.v1.ListenMode|null);

                /** SessionResume generation */
                generation?: (number|null);

                /** SessionResume nextSequence */
                nextSequence?: (number|null);

                /** SessionResume playedMs */
                playedMs?: (number|null);

                /** SessionResume policy */
                policy?: (pipit.v1.ResumePolicy|null);

                /** SessionResume turnReports */
                turnReports?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionResume. */
            type $Shape = pipit.v1.SessionResume.$Properties;
        }

        /**
         * Properties of a SessionResumed.
         * @deprecated Use pipit.v1.SessionResumed.$Properties instead.
         */
        interface ISessionResumed extends pipit.v1.SessionResumed.$Properties {
        }

        /** Represents a SessionResumed. */
        class SessionResumed {

            /**
             * Constructs a new SessionResumed.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.SessionResumed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionResumed session. */
            session: number;

            /** SessionResumed sessionId. */
            sessionId: string;

            /** SessionResumed state. */
            state: pipit.v1.SessionState;

            /** SessionResumed generation. */
            generation: number;

            /** SessionResumed policy. */
            policy: pipit.v1.ResumePolicy;

            /** SessionResumed restored. */
            restored: boolean;

            /**
             * Creates a new SessionResumed instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionResumed instance
             */
            static create(properties: pipit.v1.SessionResumed.$Shape): pipit.v1.SessionResumed & pipit.v1.SessionResumed.$Shape;
            static create(properties?: pipit.v1.SessionResumed.$Properties): pipit.v1.SessionResumed;

            /**
             * Encodes the specified SessionResumed message. Does not implicitly {@link pipit.v1.SessionResumed.verify|verify} messages.
             * @param message SessionResumed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.SessionResumed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionResumed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.SessionResumed & pipit.v1.SessionResumed.$Shape} SessionResumed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.SessionResumed & pipit.v1.SessionResumed.$Shape;
        }

        namespace SessionResumed {

            /** Properties of a SessionResumed. */
            interface $Properties {

                /** SessionResumed session */
                session?: (number|null);

                /** SessionResumed sessionId */
                sessionId?: (string|null);

                /** SessionResumed state */
                state?: (pipit.v1.SessionState|null);

                /** SessionResumed generation */
                generation?: (number|null);

                /** SessionResumed policy */
                policy?: (pipit.v1.ResumePolicy|null);

                /** SessionResumed restored */
                restored?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionResumed. */
            type $Shape = pipit.v1.SessionResumed.$Properties;
        }

        /**
         * Properties of a SessionOpened.
         * @deprecated Use pipit.v1.SessionOpened.$Properties instead.
         */
        interface ISessionOpened extends pipit.v1.SessionOpened.$Properties {
        }

        /** Represents a SessionOpened. */
        class SessionOpened {

            /**
             * Constructs a new SessionOpened.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.SessionOpened.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionOpened session. */
            session: number;

            /** SessionOpened sessionId. */
            sessionId: string;

            /**
             * Creates a new SessionOpened instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionOpened instance
             */
            static create(properties: pipit.v1.SessionOpened.$Shape): pipit.v1.SessionOpened & pipit.v1.SessionOpened.$Shape;
            static create(properties?: pipit.v1.SessionOpened.$Properties): pipit.v1.SessionOpened;

            /**
             * Encodes the specified SessionOpened message. Does not implicitly {@link pipit.v1.SessionOpened.verify|verify} messages.
             * @param message SessionOpened message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.SessionOpened.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionOpened message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.SessionOpened & pipit.v1.SessionOpened.$Shape} SessionOpened
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.SessionOpened & pipit.v1.SessionOpened.$Shape;
        }

        namespace SessionOpened {

            /** Properties of a SessionOpened. */
            interface $Properties {

                /** SessionOpened session */
                session?: (number|null);

                /** SessionOpened sessionId */
                sessionId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionOpened. */
            type $Shape = pipit.v1.SessionOpened.$Properties;
        }

        /**
         * Properties of a SessionRejected.
         * @deprecated Use pipit.v1.SessionRejected.$Properties instead.
         */
        interface ISessionRejected extends pipit.v1.SessionRejected.$Properties {
        }

        /** Represents a SessionRejected. */
        class SessionRejected {

            /**
             * Constructs a new SessionRejected.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.SessionRejected.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionRejected session. */
            session: number;

            /** SessionRejected reason. */
            reason: pipit.v1.Reason;

            /** SessionRejected text. */
            text: string;

            /** SessionRejected retryAfterMs. */
            retryAfterMs: number;

            /**
             * Creates a new SessionRejected instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionRejected instance
             */
            static create(properties: pipit.v1.SessionRejected.$Shape): pipit.v1.SessionRejected & pipit.v1.SessionRejected.$Shape;
            static create(properties?: pipit.v1.SessionRejected.$Properties): pipit.v1.SessionRejected;

            /**
             * Encodes the specified SessionRejected message. Does not implicitly {@link pipit.v1.SessionRejected.verify|verify} messages.
             * @param message SessionRejected message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.SessionRejected.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionRejected message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.SessionRejected & pipit.v1.SessionRejected.$Shape} SessionRejected
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.SessionRejected & pipit.v1.SessionRejected.$Shape;
        }

        namespace SessionRejected {

            /** Properties of a SessionRejected. */
            interface $Properties {

                /** SessionRejected session */
                session?: (number|null);

                /** SessionRejected reason */
                reason?: (pipit.v1.Reason|null);

                /** SessionRejected text */
                text?: (string|null);

                /** SessionRejected retryAfterMs */
                retryAfterMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionRejected. */
            type $Shape = pipit.v1.SessionRejected.$Properties;
        }

        /**
         * Properties of a SessionClose.
         * @deprecated Use pipit.v1.SessionClose.$Properties instead.
         */
        interface ISessionClose extends pipit.v1.SessionClose.$Properties {
        }

        /** Represents a SessionClose. */
        class SessionClose {

            /**
             * Constructs a new SessionClose.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.SessionClose.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionClose session. */
            session: number;

            /** SessionClose reason. */
            reason: pipit.v1.Reason;

            /**
             * Creates a new SessionClose instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionClose instance
             */
            static create(properties: pipit.v1.SessionClose.$Shape): pipit.v1.SessionClose & pipit.v1.SessionClose.$Shape;
            static create(properties?: pipit.v1.SessionClose.$Properties): pipit.v1.SessionClose;

            /**
             * Encodes the specified SessionClose message. Does not implicitly {@link pipit.v1.SessionClose.verify|verify} messages.
             * @param message SessionClose message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.SessionClose.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionClose message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.SessionClose & pipit.v1.SessionClose.$Shape} SessionClose
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.SessionClose & pipit.v1.SessionClose.$Shape;
        }

        namespace SessionClose {

            /** Properties of a SessionClose. */
            interface $Properties {

                /** SessionClose session */
                session?: (number|null);

                /** SessionClose reason */
                reason?: (pipit.v1.Reason|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionClose. */
            type $Shape = pipit.v1.SessionClose.$Properties;
        }

        /**
         * Properties of a SessionClosed.
         * @deprecated Use pipit.v1.SessionClosed.$Properties instead.
         */
        interface ISessionClosed extends pipit.v1.SessionClosed.$Properties {
        }

        /** Represents a SessionClosed. */
        class SessionClosed {

            /**
             * Constructs a new SessionClosed.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.SessionClosed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SessionClosed session. */
            session: number;

            /** SessionClosed reason. */
            reason: pipit.v1.Reason;

            /** SessionClosed text. */
            text: string;

            /**
             * Creates a new SessionClosed instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SessionClosed instance
             */
            static create(properties: pipit.v1.SessionClosed.$Shape): pipit.v1.SessionClosed & pipit.v1.SessionClosed.$Shape;
            static create(properties?: pipit.v1.SessionClosed.$Properties): pipit.v1.SessionClosed;

            /**
             * Encodes the specified SessionClosed message. Does not implicitly {@link pipit.v1.SessionClosed.verify|verify} messages.
             * @param message SessionClosed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.SessionClosed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SessionClosed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.SessionClosed & pipit.v1.SessionClosed.$Shape} SessionClosed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.SessionClosed & pipit.v1.SessionClosed.$Shape;
        }

        namespace SessionClosed {

            /** Properties of a SessionClosed. */
            interface $Properties {

                /** SessionClosed session */
                session?: (number|null);

                /** SessionClosed reason */
                reason?: (pipit.v1.Reason|null);

                /** SessionClosed text */
                text?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SessionClosed. */
            type $Shape = pipit.v1.SessionClosed.$Properties;
        }

        /**
         * Properties of a StateChanged.
         * @deprecated Use pipit.v1.StateChanged.$Properties instead.
         */
        interface IStateChanged extends pipit.v1.StateChanged.$Properties {
        }

        /** Represents a StateChanged. */
        class StateChanged {

            /**
             * Constructs a new StateChanged.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.StateChanged.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StateChanged session. */
            session: number;

            /** StateChanged state. */
            state: pipit.v1.SessionState;

            /** StateChanged generation. */
            generation: number;

            /**
             * Creates a new StateChanged instance using the specified properties.
             * @param [properties] Properties to set
             * @returns StateChanged instance
             */
            static create(properties: pipit.v1.StateChanged.$Shape): pipit.v1.StateChanged & pipit.v1.StateChanged.$Shape;
            static create(properties?: pipit.v1.StateChanged.$Properties): pipit.v1.StateChanged;

            /**
             * Encodes the specified StateChanged message. Does not implicitly {@link pipit.v1.StateChanged.verify|verify} messages.
             * @param message StateChanged message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.StateChanged.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StateChanged message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.StateChanged & pipit.v1.StateChanged.$Shape} StateChanged
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.StateChanged & pipit.v1.StateChanged.$Shape;
        }

        namespace StateChanged {

            /** Properties of a StateChanged. */
            interface $Properties {

                /** StateChanged session */
                session?: (number|null);

                /** StateChanged state */
                state?: (pipit.v1.SessionState|null);

                /** StateChanged generation */
                generation?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StateChanged. */
            type $Shape = pipit.v1.StateChanged.$Properties;
        }

        /**
         * Properties of a ListenStart.
         * @deprecated Use pipit.v1.ListenStart.$Properties instead.
         */
        interface IListenStart extends pipit.v1.ListenStart.$Properties {
        }

        /** Represents a ListenStart. */
        class ListenStart {

            /**
             * Constructs a new ListenStart.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.ListenStart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ListenStart session. */
            session: number;

            /** ListenStart mode. */
            mode: pipit.v1.ListenMode;

            /**
             * Creates a new ListenStart instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ListenStart instance
             */
            static create(properties: pipit.v1.ListenStart.$Shape): pipit.v1.ListenStart & pipit.v1.ListenStart.$Shape;
            static create(properties?: pipit.v1.ListenStart.$Properties): pipit.v1.ListenStart;

            /**
             * Encodes the specified ListenStart message. Does not implicitly {@link pipit.v1.ListenStart.verify|verify} messages.
             * @param message ListenStart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.ListenStart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ListenStart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.ListenStart & pipit.v1.ListenStart.$Shape} ListenStart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.ListenStart & pipit.v1.ListenStart.$Shape;
        }

        namespace ListenStart {

            /** Properties of a ListenStart. */
            interface $Properties {

                /** ListenStart session */
                session?: (number|null);

                /** ListenStart mode */
                mode?: (pipit.v1.ListenMode|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ListenStart. */
            type $Shape = pipit.v1.ListenStart.$Properties;
        }

        /**
         * Properties of a ListenStop.
         * @deprecated Use pipit.v1.ListenStop.$Properties instead.
         */
        interface IListenStop extends pipit.v1.ListenStop.$Properties {
        }

        /** Represents a ListenStop. */
        class ListenStop {

            /**
             * Constructs a new ListenStop.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.ListenStop.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ListenStop session. */
            session: number;

            /**
             * Creates a new ListenStop instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ListenStop instance
             */
            static create(properties: pipit.v1.ListenStop.$Shape): pipit.v1.ListenStop & pipit.v1.ListenStop.$Shape;
            static create(properties?: pipit.v1.ListenStop.$Properties): pipit.v1.ListenStop;

            /**
             * Encodes the specified ListenStop message. Does not implicitly {@link pipit.v1.ListenStop.verify|verify} messages.
             * @param message ListenStop message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.ListenStop.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ListenStop message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.ListenStop & pipit.v1.ListenStop.$Shape} ListenStop
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.ListenStop & pipit.v1.ListenStop.$Shape;
        }

        namespace ListenStop {

            /** Properties of a ListenStop. */
            interface $Properties {

                /** ListenStop session */
                session?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ListenStop. */
            type $Shape = pipit.v1.ListenStop.$Properties;
        }

        /**
         * Properties of an Interrupt.
         * @deprecated Use pipit.v1.Interrupt.$Properties instead.
         */
        interface IInterrupt extends pipit.v1.Interrupt.$Properties {
        }

        /** Represents an Interrupt. */
        class Interrupt {

            /**
             * Constructs a new Interrupt.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Interrupt.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Interrupt session. */
            session: number;

            /** Interrupt cause. */
            cause: pipit.v1.InterruptCause;

            /**
             * Creates a new Interrupt instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Interrupt instance
             */
            static create(properties: pipit.v1.Interrupt.$Shape): pipit.v1.Interrupt & pipit.v1.Interrupt.$Shape;
            static create(properties?: pipit.v1.Interrupt.$Properties): pipit.v1.Interrupt;

            /**
             * Encodes the specified Interrupt message. Does not implicitly {@link pipit.v1.Interrupt.verify|verify} messages.
             * @param message Interrupt message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Interrupt.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Interrupt message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Interrupt & pipit.v1.Interrupt.$Shape} Interrupt
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Interrupt & pipit.v1.Interrupt.$Shape;
        }

        namespace Interrupt {

            /** Properties of an Interrupt. */
            interface $Properties {

                /** Interrupt session */
                session?: (number|null);

                /** Interrupt cause */
                cause?: (pipit.v1.InterruptCause|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Interrupt. */
            type $Shape = pipit.v1.Interrupt.$Properties;
        }

        /**
         * Properties of a Flush.
         * @deprecated Use pipit.v1.Flush.$Properties instead.
         */
        interface IFlush extends pipit.v1.Flush.$Properties {
        }

        /** Represents a Flush. */
        class Flush {

            /**
             * Constructs a new Flush.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Flush.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Flush session. */
            session: number;

            /** Flush generation. */
            generation: number;

            /**
             * Creates a new Flush instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Flush instance
             */
            static create(properties: pipit.v1.Flush.$Shape): pipit.v1.Flush & pipit.v1.Flush.$Shape;
            static create(properties?: pipit.v1.Flush.$Properties): pipit.v1.Flush;

            /**
             * Encodes the specified Flush message. Does not implicitly {@link pipit.v1.Flush.verify|verify} messages.
             * @param message Flush message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Flush.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Flush message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Flush & pipit.v1.Flush.$Shape} Flush
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Flush & pipit.v1.Flush.$Shape;
        }

        namespace Flush {

            /** Properties of a Flush. */
            interface $Properties {

                /** Flush session */
                session?: (number|null);

                /** Flush generation */
                generation?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Flush. */
            type $Shape = pipit.v1.Flush.$Properties;
        }

        /**
         * Properties of a Flushed.
         * @deprecated Use pipit.v1.Flushed.$Properties instead.
         */
        interface IFlushed extends pipit.v1.Flushed.$Properties {
        }

        /** Represents a Flushed. */
        class Flushed {

            /**
             * Constructs a new Flushed.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Flushed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Flushed session. */
            session: number;

            /** Flushed generation. */
            generation: number;

            /** Flushed playedMs. */
            playedMs: number;

            /**
             * Creates a new Flushed instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Flushed instance
             */
            static create(properties: pipit.v1.Flushed.$Shape): pipit.v1.Flushed & pipit.v1.Flushed.$Shape;
            static create(properties?: pipit.v1.Flushed.$Properties): pipit.v1.Flushed;

            /**
             * Encodes the specified Flushed message. Does not implicitly {@link pipit.v1.Flushed.verify|verify} messages.
             * @param message Flushed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Flushed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Flushed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Flushed & pipit.v1.Flushed.$Shape} Flushed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Flushed & pipit.v1.Flushed.$Shape;
        }

        namespace Flushed {

            /** Properties of a Flushed. */
            interface $Properties {

                /** Flushed session */
                session?: (number|null);

                /** Flushed generation */
                generation?: (number|null);

                /** Flushed playedMs */
                playedMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Flushed. */
            type $Shape = pipit.v1.Flushed.$Properties;
        }

        /**
         * Properties of a PlaybackStarted.
         * @deprecated Use pipit.v1.PlaybackStarted.$Properties instead.
         */
        interface IPlaybackStarted extends pipit.v1.PlaybackStarted.$Properties {
        }

        /** Represents a PlaybackStarted. */
        class PlaybackStarted {

            /**
             * Constructs a new PlaybackStarted.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.PlaybackStarted.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PlaybackStarted session. */
            session: number;

            /** PlaybackStarted generation. */
            generation: number;

            /** PlaybackStarted deviceTimeMs. */
            deviceTimeMs: number;

            /**
             * Creates a new PlaybackStarted instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PlaybackStarted instance
             */
            static create(properties: pipit.v1.PlaybackStarted.$Shape): pipit.v1.PlaybackStarted & pipit.v1.PlaybackStarted.$Shape;
            static create(properties?: pipit.v1.PlaybackStarted.$Properties): pipit.v1.PlaybackStarted;

            /**
             * Encodes the specified PlaybackStarted message. Does not implicitly {@link pipit.v1.PlaybackStarted.verify|verify} messages.
             * @param message PlaybackStarted message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.PlaybackStarted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PlaybackStarted message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.PlaybackStarted & pipit.v1.PlaybackStarted.$Shape} PlaybackStarted
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.PlaybackStarted & pipit.v1.PlaybackStarted.$Shape;
        }

        namespace PlaybackStarted {

            /** Properties of a PlaybackStarted. */
            interface $Properties {

                /** PlaybackStarted session */
                session?: (number|null);

                /** PlaybackStarted generation */
                generation?: (number|null);

                /** PlaybackStarted deviceTimeMs */
                deviceTimeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PlaybackStarted. */
            type $Shape = pipit.v1.PlaybackStarted.$Properties;
        }

        /**
         * Properties of a PlaybackProgress.
         * @deprecated Use pipit.v1.PlaybackProgress.$Properties instead.
         */
        interface IPlaybackProgress extends pipit.v1.PlaybackProgress.$Properties {
        }

        /** Represents a PlaybackProgress. */
        class PlaybackProgress {

            /**
             * Constructs a new PlaybackProgress.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.PlaybackProgress.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PlaybackProgress session. */
            session: number;

            /** PlaybackProgress generation. */
            generation: number;

            /** PlaybackProgress playedMs. */
            playedMs: number;

            /** PlaybackProgress deviceTimeMs. */
            deviceTimeMs: number;

            /**
             * Creates a new PlaybackProgress instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PlaybackProgress instance
             */
            static create(properties: pipit.v1.PlaybackProgress.$Shape): pipit.v1.PlaybackProgress & pipit.v1.PlaybackProgress.$Shape;
            static create(properties?: pipit.v1.PlaybackProgress.$Properties): pipit.v1.PlaybackProgress;

            /**
             * Encodes the specified PlaybackProgress message. Does not implicitly {@link pipit.v1.PlaybackProgress.verify|verify} messages.
             * @param message PlaybackProgress message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.PlaybackProgress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PlaybackProgress message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.PlaybackProgress & pipit.v1.PlaybackProgress.$Shape} PlaybackProgress
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.PlaybackProgress & pipit.v1.PlaybackProgress.$Shape;
        }

        namespace PlaybackProgress {

            /** Properties of a PlaybackProgress. */
            interface $Properties {

                /** PlaybackProgress session */
                session?: (number|null);

                /** PlaybackProgress generation */
                generation?: (number|null);

                /** PlaybackProgress playedMs */
                playedMs?: (number|null);

                /** PlaybackProgress deviceTimeMs */
                deviceTimeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PlaybackProgress. */
            type $Shape = pipit.v1.PlaybackProgress.$Properties;
        }

        /**
         * Properties of a PlaybackFinished.
         * @deprecated Use pipit.v1.PlaybackFinished.$Properties instead.
         */
        interface IPlaybackFinished extends pipit.v1.PlaybackFinished.$Properties {
        }

        /** Represents a PlaybackFinished. */
        class PlaybackFinished {

            /**
             * Constructs a new PlaybackFinished.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.PlaybackFinished.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PlaybackFinished session. */
            session: number;

            /** PlaybackFinished generation. */
            generation: number;

            /** PlaybackFinished playedMs. */
            playedMs: number;

            /** PlaybackFinished deviceTimeMs. */
            deviceTimeMs: number;

            /**
             * Creates a new PlaybackFinished instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PlaybackFinished instance
             */
            static create(properties: pipit.v1.PlaybackFinished.$Shape): pipit.v1.PlaybackFinished & pipit.v1.PlaybackFinished.$Shape;
            static create(properties?: pipit.v1.PlaybackFinished.$Properties): pipit.v1.PlaybackFinished;

            /**
             * Encodes the specified PlaybackFinished message. Does not implicitly {@link pipit.v1.PlaybackFinished.verify|verify} messages.
             * @param message PlaybackFinished message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.PlaybackFinished.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PlaybackFinished message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.PlaybackFinished & pipit.v1.PlaybackFinished.$Shape} PlaybackFinished
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.PlaybackFinished & pipit.v1.PlaybackFinished.$Shape;
        }

        namespace PlaybackFinished {

            /** Properties of a PlaybackFinished. */
            interface $Properties {

                /** PlaybackFinished session */
                session?: (number|null);

                /** PlaybackFinished generation */
                generation?: (number|null);

                /** PlaybackFinished playedMs */
                playedMs?: (number|null);

                /** PlaybackFinished deviceTimeMs */
                deviceTimeMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PlaybackFinished. */
            type $Shape = pipit.v1.PlaybackFinished.$Properties;
        }

        /**
         * Properties of a Transcript.
         * @deprecated Use pipit.v1.Transcript.$Properties instead.
         */
        interface ITranscript extends pipit.v1.Transcript.$Properties {
        }

        /** Represents a Transcript. */
        class Transcript {

            /**
             * Constructs a new Transcript.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Transcript.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Transcript session. */
            session: number;

            /** Transcript generation. */
            generation: number;

            /** Transcript role. */
            role: pipit.v1.Role;

            /** Transcript stage. */
            stage: pipit.v1.TranscriptStage;

            /** Transcript text. */
            text: string;

            /** Transcript continued. */
            continued: boolean;

            /** Transcript recorded. */
            recorded: boolean;

            /**
             * Creates a new Transcript instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Transcript instance
             */
            static create(properties: pipit.v1.Transcript.$Shape): pipit.v1.Transcript & pipit.v1.Transcript.$Shape;
            static create(properties?: pipit.v1.Transcript.$Properties): pipit.v1.Transcript;

            /**
             * Encodes the specified Transcript message. Does not implicitly {@link pipit.v1.Transcript.verify|verify} messages.
             * @param message Transcript message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Transcript.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Transcript message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Transcript & pipit.v1.Transcript.$Shape} Transcript
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Transcript & pipit.v1.Transcript.$Shape;
        }

        namespace Transcript {

            /** Properties of a Transcript. */
            interface $Properties {

                /** Transcript session */
                session?: (number|null);

                /** Transcript generation */
                generation?: (number|null);

                /** Transcript role */
                role?: (pipit.v1.Role|null);

                /** Transcript stage */
                stage?: (pipit.v1.TranscriptStage|null);

                /** Transcript text */
                text?: (string|null);

                /** Transcript continued */
                continued?: (boolean|null);

                /** Transcript recorded */
                recorded?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Transcript. */
            type $Shape = pipit.v1.Transcript.$Properties;
        }

        /**
         * Properties of a TurnReport.
         * @deprecated Use pipit.v1.TurnReport.$Properties instead.
         */
        interface ITurnReport extends pipit.v1.TurnReport.$Properties {
        }

        /** Represents a TurnReport. */
        class TurnReport {

            /**
             * Constructs a new TurnReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.TurnReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TurnReport session. */
            session: number;

            /** TurnReport generation. */
            generation: number;

            /** TurnReport moments. */
            moments: pipit.v1.TurnMoment.$Properties[];

            /** TurnReport playedMs. */
            playedMs: number;

            /**
             * Creates a new TurnReport instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TurnReport instance
             */
            static create(properties: pipit.v1.TurnReport.$Shape): pipit.v1.TurnReport & pipit.v1.TurnReport.$Shape;
            static create(properties?: pipit.v1.TurnReport.$Properties): pipit.v1.TurnReport;

            /**
             * Encodes the specified TurnReport message. Does not implicitly {@link pipit.v1.TurnReport.verify|verify} messages.
             * @param message TurnReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.TurnReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TurnReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.TurnReport & pipit.v1.TurnReport.$Shape} TurnReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.TurnReport & pipit.v1.TurnReport.$Shape;
        }

        namespace TurnReport {

            /** Properties of a TurnReport. */
            interface $Properties {

                /** TurnReport session */
                session?: (number|null);

                /** TurnReport generation */
                generation?: (number|null);

                /** TurnReport moments */
                moments?: (pipit.v1.TurnMoment.$Properties[]|null);

                /** TurnReport playedMs */
                playedMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TurnReport. */
            type $Shape = pipit.v1.TurnReport.$Properties;
        }

        /**
         * Properties of a TurnMoment.
         * @deprecated Use pipit.v1.TurnMoment.$Properties instead.
         */
        interface ITurnMoment extends pipit.v1.TurnMoment.$Properties {
        }

        /** Represents a TurnMoment. */
        class TurnMoment {

            /**
             * Constructs a new TurnMoment.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.TurnMoment.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TurnMoment mark. */
            mark: pipit.v1.TurnMark;

            /** TurnMoment atMs. */
            atMs: number;

            /**
             * Creates a new TurnMoment instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TurnMoment instance
             */
            static create(properties: pipit.v1.TurnMoment.$Shape): pipit.v1.TurnMoment & pipit.v1.TurnMoment.$Shape;
            static create(properties?: pipit.v1.TurnMoment.$Properties): pipit.v1.TurnMoment;

            /**
             * Encodes the specified TurnMoment message. Does not implicitly {@link pipit.v1.TurnMoment.verify|verify} messages.
             * @param message TurnMoment message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.TurnMoment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TurnMoment message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.TurnMoment & pipit.v1.TurnMoment.$Shape} TurnMoment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.TurnMoment & pipit.v1.TurnMoment.$Shape;
        }

        namespace TurnMoment {

            /** Properties of a TurnMoment. */
            interface $Properties {

                /** TurnMoment mark */
                mark?: (pipit.v1.TurnMark|null);

                /** TurnMoment atMs */
                atMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TurnMoment. */
            type $Shape = pipit.v1.TurnMoment.$Properties;
        }

        /**
         * Properties of a SelfTestStart.
         * @deprecated Use pipit.v1.SelfTestStart.$Properties instead.
         */
        interface ISelfTestStart extends pipit.v1.SelfTestStart.$Properties {
        }

        /** Represents a SelfTestStart. */
        class SelfTestStart {

            /**
             * Constructs a new SelfTestStart.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.SelfTestStart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SelfTestStart session. */
            session: number;

            /** SelfTestStart frameDurationMs. */
            frameDurationMs: number;

            /** SelfTestStart toneHz. */
            toneHz: number;

            /** SelfTestStart downlinkMs. */
            downlinkMs: number;

            /** SelfTestStart openModel. */
            openModel: boolean;

            /**
             * Creates a new SelfTestStart instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SelfTestStart instance
             */
            static create(properties: pipit.v1.SelfTestStart.$Shape): pipit.v1.SelfTestStart & pipit.v1.SelfTestStart.$Shape;
            static create(properties?: pipit.v1.SelfTestStart.$Properties): pipit.v1.SelfTestStart;

            /**
             * Encodes the specified SelfTestStart message. Does not implicitly {@link pipit.v1.SelfTestStart.verify|verify} messages.
             * @param message SelfTestStart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.SelfTestStart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SelfTestStart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.SelfTestStart & pipit.v1.SelfTestStart.$Shape} SelfTestStart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.SelfTestStart & pipit.v1.SelfTestStart.$Shape;
        }

        namespace SelfTestStart {

            /** Properties of a SelfTestStart. */
            interface $Properties {

                /** SelfTestStart session */
                session?: (number|null);

                /** SelfTestStart frameDurationMs */
                frameDurationMs?: (number|null);

                /** SelfTestStart toneHz */
                toneHz?: (number|null);

                /** SelfTestStart downlinkMs */
                downlinkMs?: (number|null);

                /** SelfTestStart openModel */
                openModel?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SelfTestStart. */
            type $Shape = pipit.v1.SelfTestStart.$Properties;
        }

        /**
         * Properties of a SelfTestReport.
         * @deprecated Use pipit.v1.SelfTestReport.$Properties instead.
         */
        interface ISelfTestReport extends pipit.v1.SelfTestReport.$Properties {
        }

        /** Represents a SelfTestReport. */
        class SelfTestReport {

            /**
             * Constructs a new SelfTestReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.SelfTestReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SelfTestReport session. */
            session: number;

            /** SelfTestReport framesReceived. */
            framesReceived: number;

            /** SelfTestReport framesLost. */
            framesLost: number;

            /** SelfTestReport levelDbfs. */
            levelDbfs: number;

            /** SelfTestReport tonePercent. */
            tonePercent: number;

            /** SelfTestReport uplinkMs. */
            uplinkMs: number;

            /** SelfTestReport modelOpened. */
            modelOpened: boolean;

            /** SelfTestReport modelOpenMs. */
            modelOpenMs: number;

            /** SelfTestReport modelReason. */
            modelReason: pipit.v1.Reason;

            /** SelfTestReport modelText. */
            modelText: string;

            /**
             * Creates a new SelfTestReport instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SelfTestReport instance
             */
            static create(properties: pipit.v1.SelfTestReport.$Shape): pipit.v1.SelfTestReport & pipit.v1.SelfTestReport.$Shape;
            static create(properties?: pipit.v1.SelfTestReport.$Properties): pipit.v1.SelfTestReport;

            /**
             * Encodes the specified SelfTestReport message. Does not implicitly {@link pipit.v1.SelfTestReport.verify|verify} messages.
             * @param message SelfTestReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.SelfTestReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SelfTestReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.SelfTestReport & pipit.v1.SelfTestReport.$Shape} SelfTestReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.SelfTestReport & pipit.v1.SelfTestReport.$Shape;
        }

        namespace SelfTestReport {

            /** Properties of a SelfTestReport. */
            interface $Properties {

                /** SelfTestReport session */
                session?: (number|null);

                /** SelfTestReport framesReceived */
                framesReceived?: (number|null);

                /** SelfTestReport framesLost */
                framesLost?: (number|null);

                /** SelfTestReport levelDbfs */
                levelDbfs?: (number|null);

                /** SelfTestReport tonePercent */
                tonePercent?: (number|null);

                /** SelfTestReport uplinkMs */
                uplinkMs?: (number|null);

                /** SelfTestReport modelOpened */
                modelOpened?: (boolean|null);

                /** SelfTestReport modelOpenMs */
                modelOpenMs?: (number|null);

                /** SelfTestReport modelReason */
                modelReason?: (pipit.v1.Reason|null);

                /** SelfTestReport modelText */
                modelText?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SelfTestReport. */
            type $Shape = pipit.v1.SelfTestReport.$Properties;
        }

        /**
         * Properties of a Mcp.
         * @deprecated Use pipit.v1.Mcp.$Properties instead.
         */
        interface IMcp extends pipit.v1.Mcp.$Properties {
        }

        /** Represents a Mcp. */
        class Mcp {

            /**
             * Constructs a new Mcp.
             * @param [properties] Properties to set
             */
            constructor(properties?: pipit.v1.Mcp.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Mcp payload. */
            payload: string;

            /**
             * Creates a new Mcp instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Mcp instance
             */
            static create(properties: pipit.v1.Mcp.$Shape): pipit.v1.Mcp & pipit.v1.Mcp.$Shape;
            static create(properties?: pipit.v1.Mcp.$Properties): pipit.v1.Mcp;

            /**
             * Encodes the specified Mcp message. Does not implicitly {@link pipit.v1.Mcp.verify|verify} messages.
             * @param message Mcp message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: pipit.v1.Mcp.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Mcp message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {pipit.v1.Mcp & pipit.v1.Mcp.$Shape} Mcp
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): pipit.v1.Mcp & pipit.v1.Mcp.$Shape;
        }

        namespace Mcp {

            /** Properties of a Mcp. */
            interface $Properties {

                /** Mcp payload */
                payload?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Mcp. */
            type $Shape = pipit.v1.Mcp.$Properties;
        }
    }
}
