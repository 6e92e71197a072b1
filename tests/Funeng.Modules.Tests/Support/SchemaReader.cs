using System.Data.Common;
using Funeng.Modules.Foundation.Data;

namespace Funeng.Modules.Tests.Support;

/// <summary>What a database says about its tables: columns with type and nullability, primary keys, unique indexes. One line each.</summary>
internal static class SchemaReader
{
    private const string Sqlite = """
        select m.name || '.' || c.name || ' ' ||
            case when lower(c.type) like '%int%' or lower(c.type) = 'boolean' then 'integer'
                 when lower(c.type) in ('text', 'date') then 'text' else lower(c.type) end ||
            case when c."notnull" = 0 then ' null' else '' end || case when c.pk > 0 then ' key' || c.pk else '' end
        from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'
        union all
        select m.name || ' unique (' || (select group_concat(i.name, ', ') from pragma_index_info(x.name) i) || ')'
        from sqlite_master m join pragma_index_list(m.name) x where m.type = 'table' and x."unique" = 1 and x.origin <> 'pk'
        """;

    private const string PostgreSql = """
        select c.table_name || '.' || c.column_name || ' ' || replace(c.data_type, 'character varying', 'text') || case when c.is_nullable = 'YES' then ' null' else '' end ||
            coalesce((select ' key' || k.ordinal_position from information_schema.table_constraints t
                join information_schema.key_column_usage k on k.constraint_name = t.constraint_name and k.table_name = t.table_name
                where t.constraint_type = 'PRIMARY KEY' and t.table_name = c.table_name and k.column_name = c.column_name), '')
        from information_schema.columns c join information_schema.tables b on b.table_schema = c.table_schema and b.table_name = c.table_name and b.table_type = 'BASE TABLE'
        where c.table_schema = 'public'
        union all
        select t.relname || ' unique (' || (select string_agg(a.attname, ', ' order by o.n) from unnest(x.indkey::int[]) with ordinality o(attribute, n)
            join pg_attribute a on a.attrelid = t.oid and a.attnum = o.attribute) || ')'
        from pg_index x join pg_class t on t.oid = x.indrelid join pg_namespace s on s.oid = t.relnamespace
        where s.nspname = 'public' and x.indisunique and not x.indisprimary
        """;

    /// <summary>Every table there is, in words both kinds of database have in common: what is yes or no, a day or text in both.</summary>
    public static async Task<IReadOnlyList<string>> ReadCommonAsync(FunengDatabase database) =>
    [
        .. (await ReadAsync(database, null))
            .Where(line => !line.StartsWith("sqlite_", StringComparison.Ordinal))
            .Select(line => line.Contains(" key", StringComparison.Ordinal) ? line.Replace(" null", "", StringComparison.Ordinal) : line)
            .Select(line => line.Replace(" bigint", " integer", StringComparison.Ordinal).Replace(" boolean", " integer", StringComparison.Ordinal)
                .Replace(" smallint", " integer", StringComparison.Ordinal).Replace(" date", " text", StringComparison.Ordinal)
                .Replace(" jsonb", " text", StringComparison.Ordinal).Replace(" bytea", " blob", StringComparison.Ordinal)
                .Replace(" double precision", " real", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static async Task<IReadOnlyList<string>> ReadAsync(FunengDatabase database, IReadOnlyList<string>? tables)
    {
        await using DbConnection connection = await database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = database.Kind == DatabaseKind.Sqlite ? Sqlite : PostgreSql;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            var line = reader.GetString(0);
            if (tables is null || tables.Contains(line.Split('.', ' ')[0]))
            {
                lines.Add(line);
            }
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
