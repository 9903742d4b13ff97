"""Where `schema.json` comes from: pulumi_aws's classes, cfn-lint's and botocore's schemas. Only `generate.py` needs it."""
