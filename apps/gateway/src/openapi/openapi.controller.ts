import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { parse } from 'yaml';
import { installationRoot } from '#config';

/** Serves the API's description as it is checked in. */
@ApiExcludeController()
@Controller()
export class OpenApiController {
  private document: Promise<unknown> | undefined;

  @Get('/openapi.json')
  describe(): Promise<unknown> {
    this.document ??= readFile(join(installationRoot(), 'docs', 'openapi.yaml'), 'utf8').then(
      (text) => parse(text) as unknown,
    );
    return this.document;
  }
}
