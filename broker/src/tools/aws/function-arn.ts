/** What stands in the ARN of a Lambda function, like `arn:aws:lambda:eu-west-1:123456789012:function:lights:live`. */
export interface FunctionName {
  readonly region: string;
  readonly name: string;
  /** Of a version or an alias. */
  readonly qualifier: string | undefined;
}

export function functionOf(arn: string): FunctionName {
  const [, , , region = '', , , name = '', qualifier] = arn.split(':');
  return { region, name, qualifier };
}
