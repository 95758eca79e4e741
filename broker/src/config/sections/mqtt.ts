/** The doors for devices. */
import { z } from 'zod';
import { port, host, file } from '../setting-types.ts';

export const mqttSection = z
  .strictObject({
    host: host('0.0.0.0'),
    port: port('MQTT over TCP', 1883),
    websocketPort: port('MQTT over WebSocket', 8083),
    tlsPort: port('MQTT over TLS, when certificate files are set', 8883),
    secureWebsocketPort: port('MQTT over secure WebSocket, when certificate files are set', 8084),
    tls: z
      .strictObject({
        certFile: file('the certificate chain'),
        keyFile: file('the private key'),
        caFile: file('the authorities of client certificates'),
        requireCertificate: z
          .boolean()
          .default(false)
          .describe('devices without a client certificate are refused on the TLS ports; needs caFile'),
      })
      .prefault({}),
    publicUrl: z
      .string()
      .max(128)
      .regex(/^(mqtts?|wss?):\/\/\S+$/, 'expected an address like mqtts://host:port')
      .optional()
      .describe(
        'where devices find the broker, told to those that are claimed; the name of the machine when left out',
      ),
    maxConnections: z.int().min(1).max(1_000_000).default(5000).describe('devices connected at once'),
    messagesPerSecond: z.int().min(1).default(150).describe('messages a device may send per second'),
    bytesPerSecond: z.int().min(1000).default(64_000).describe('bytes a device may send per second'),
    maxSubscriptions: z.int().min(1).default(8).describe('subscriptions per device'),
  })
  .prefault({});
