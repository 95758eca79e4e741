// Generated from the routes of broker/src/api by "npm run generate". Do not edit.
export const SETTING_RULES = {
  "brightness": {
    "type": "integer",
    "minimum": 0,
    "maximum": 100
  },
  "endpointing": {
    "type": "string",
    "enum": [
      "HIGH",
      "MEDIUM",
      "LOW"
    ]
  },
  "greeting": {
    "type": "string",
    "minLength": 1,
    "maxLength": 500
  },
  "knowledgeBaseId": {
    "type": "string",
    "pattern": "^[0-9A-Za-z]{1,64}$"
  },
  "lambdaArn": {
    "type": "string",
    "maxLength": 256,
    "pattern": "^arn:aws[\\w-]*:lambda:[\\w-]+:\\d{12}:function:[\\w-]+(:[\\w$-]+)?$"
  },
  "language": {
    "type": "string"
  },
  "listenMode": {
    "type": "string",
    "enum": [
      "AUTOMATIC",
      "PUSH_TO_TALK",
      "ALWAYS_OPEN"
    ]
  },
  "logLevel": {
    "type": "string",
    "enum": [
      "error",
      "warn",
      "info",
      "debug"
    ]
  },
  "maxTokens": {
    "type": "integer",
    "minimum": 1,
    "maximum": 10000
  },
  "mcpServers": {
    "type": "array",
    "maxItems": 32
  },
  "microphoneGainDb": {
    "type": "number",
    "minimum": -40,
    "maximum": 40
  },
  "recording": {
    "type": "boolean"
  },
  "resume": {
    "type": "string",
    "enum": [
      "continue",
      "repeat",
      "drop"
    ]
  },
  "systemPrompt": {
    "type": "string",
    "minLength": 1,
    "maxLength": 16000
  },
  "telemetryIntervalS": {
    "type": "integer",
    "minimum": 0,
    "maximum": 86400
  },
  "temperature": {
    "type": "number",
    "minimum": 0,
    "maximum": 1
  },
  "tools.agent": {
    "type": "boolean"
  },
  "tools.agents": {
    "type": "boolean"
  },
  "tools.device": {
    "type": "boolean"
  },
  "tools.knowledgeBase": {
    "type": "boolean"
  },
  "tools.mcp": {
    "type": "boolean"
  },
  "topP": {
    "type": "number",
    "minimum": 0,
    "maximum": 1
  },
  "voice": {
    "type": "string",
    "enum": [
      "tiffany",
      "matthew",
      "amy",
      "olivia",
      "kiara",
      "arjun",
      "ambre",
      "florian",
      "beatrice",
      "lorenzo",
      "tina",
      "lennart",
      "lupe",
      "carlos",
      "carolina",
      "leo"
    ]
  },
  "volume": {
    "type": "integer",
    "minimum": 0,
    "maximum": 100
  },
  "wakeWord": {
    "type": "boolean"
  }
} as const;
