import type { CatalogObject } from '../migrations/catalog-object.ts'
import { readRows, type SqlConnection } from '../postgres/sql-connection.ts'

/**
 * Everything in the schema that a migration makes and that keeps the books, told the same by PostgreSQL 15 to 18. NOT
 * NULL stands with its column, because only 18 knows it as a constraint.
 */
export function readCatalog(connection: SqlConnection): Promise<CatalogObject[]> {
  return readRows(connection, objects, [])
}

const objects = `
SELECT json_build_object('kind', object.kind, 'name', object.name, 'definition', object.definition)::text AS row
FROM (
  SELECT 'table' AS kind, class.relname::text AS name, format('CREATE TABLE ledger.%I ()', class.relname) AS definition
  FROM pg_catalog.pg_class AS class
  WHERE class.relnamespace = to_regnamespace('ledger')
    AND class.relkind IN ('r', 'p')
  UNION ALL
  SELECT
    'sequence',
    class.relname::text,
    format('CREATE SEQUENCE ledger.%I AS %s', class.relname, format_type(sequence.seqtypid, NULL))
  FROM pg_catalog.pg_class AS class
  JOIN pg_catalog.pg_sequence AS sequence
    ON sequence.seqrelid = class.oid
  WHERE class.relnamespace = to_regnamespace('ledger')
  UNION ALL
  SELECT
    'column',
    format('%s.%s', class.relname, attribute.attname),
    format(
      'ALTER TABLE ledger.%I ADD COLUMN %I %s%s%s%s',
      class.relname,
      attribute.attname,
      format_type(attribute.atttypid, attribute.atttypmod),
      CASE WHEN attribute.attcollation <> type.typcollation THEN ' COLLATE ' || (SELECT quote_ident(collname) FROM pg_catalog.pg_collation WHERE oid = attribute.attcollation) END,
      CASE WHEN attribute.attnotnull THEN ' NOT NULL' END,
      CASE WHEN attribute.attidentity <> '' THEN ' GENERATED ALWAYS AS IDENTITY' ELSE ' DEFAULT ' || pg_get_expr(standard.adbin, standard.adrelid) END
    )
  FROM pg_catalog.pg_class AS class
  JOIN pg_catalog.pg_attribute AS attribute
    ON attribute.attrelid = class.oid
   AND attribute.attnum > 0
   AND NOT attribute.attisdropped
  JOIN pg_catalog.pg_type AS type
    ON type.oid = attribute.atttypid
  LEFT JOIN pg_catalog.pg_attrdef AS standard
    ON standard.adrelid = class.oid
   AND standard.adnum = attribute.attnum
  WHERE class.relnamespace = to_regnamespace('ledger')
    AND class.relkind IN ('r', 'p')
  UNION ALL
  SELECT
    'constraint',
    format('%s on %s', fact.conname, class.relname),
    format('ALTER TABLE ledger.%I ADD CONSTRAINT %I %s', class.relname, fact.conname, pg_get_constraintdef(fact.oid))
  FROM pg_catalog.pg_constraint AS fact
  JOIN pg_catalog.pg_class AS class
    ON class.oid = fact.conrelid
  WHERE fact.connamespace = to_regnamespace('ledger')
    AND fact.contype IN ('p', 'u', 'c', 'x', 'f')
    AND fact.conparentid = 0
  UNION ALL
  SELECT
    'index',
    class.relname::text,
    pg_get_indexdef(index.indexrelid) || CASE WHEN index.indisvalid THEN '' ELSE ' -- not valid' END
  FROM pg_catalog.pg_index AS index
  JOIN pg_catalog.pg_class AS class
    ON class.oid = index.indexrelid
  WHERE class.relnamespace = to_regnamespace('ledger')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conindid = index.indexrelid AND contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT
    'trigger',
    format('%s on %s', trigger.tgname, class.relname),
    CASE trigger.tgenabled
      WHEN 'O' THEN replace(pg_get_triggerdef(trigger.oid), 'CREATE TRIGGER', 'CREATE OR REPLACE TRIGGER')
      ELSE 'switched off, or not always on'
    END
  FROM pg_catalog.pg_trigger AS trigger
  JOIN pg_catalog.pg_class AS class
    ON class.oid = trigger.tgrelid
  WHERE class.relnamespace = to_regnamespace('ledger')
    AND NOT trigger.tgisinternal
    AND trigger.tgparentid = 0
  UNION ALL
  SELECT
    'function',
    format('%s(%s)', function.proname, pg_get_function_identity_arguments(function.oid)),
    rtrim(pg_get_functiondef(function.oid), E'\\n')
  FROM pg_catalog.pg_proc AS function
  WHERE function.pronamespace = to_regnamespace('ledger')
    AND function.prokind IN ('f', 'p')
) AS object
ORDER BY array_position(ARRAY['table', 'column', 'sequence', 'function', 'constraint', 'index', 'trigger'], object.kind), object.name COLLATE "C"`
