/** Long enough to be accepted, and still what is tried first. In lower case, without what people add at the end. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `1234567890 0123456789 12345678910 9876543210 0987654321 1111111111 0000000000 1q2w3e4r5t 1q2w3e4r5t6y
  1qaz2wsx3edc qwertyuiop qwertyuiopasdfghjkl qwerty123456 qwerty12345 1234qwerasdf asdfghjkl asdfghjklzxcvbnm
  zxcvbnm123 password password1 passw0rd passwort passwort123 contraseña motdepasse password123 password1234
  passwordpassword mypassword letmeinplease letmein welcome welcomehome iloveyou iloveyouforever administrator
  administrador admin123456 adminadmin adminpassword rootroot superuser changeme changemenow changeit default
  defaultpassword secret secretsecret topsecret trustnoone trustno1 sunshine princess football baseball basketball
  superman batman starwars startrek dragon monkey master michael jennifer jordan shadow abc123456 abcd123456
  abcdefghij abcdefghijkl a123456789 aa12345678 q1w2e3r4t5 q1w2e3r4t5y6 1a2b3c4d5e 123456789a 123456789q
  123123123123 1212121212 1122334455 5201314520 woaini1314 woaini520 987654321a 147258369 1472583690 741852963
  pipitpipit pipitbroker raspberry raspberrypi correcthorsebatterystaple testtest testtesttest test123456 testing`
    .split(/\s+/)
    .filter(Boolean),
);
