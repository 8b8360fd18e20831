import { Module } from '@nestjs/common';
import { ConsoleController } from './console.controller.js';

/** Serves the console at `/` and `/console`. */
@Module({ controllers: [ConsoleController] })
export class ConsoleModule {}
