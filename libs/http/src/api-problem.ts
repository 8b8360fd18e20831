import { ApiResponse } from '@nestjs/swagger';
import { ProblemSchema } from '#api';
import { component } from './schema-object.js';

/** Describes an answer that is a problem. */
export function ApiProblem(status: number, description: string): MethodDecorator & ClassDecorator {
  const content = { 'application/problem+json': { schema: component('Problem', ProblemSchema) } };
  return ApiResponse({ status, description, content });
}
