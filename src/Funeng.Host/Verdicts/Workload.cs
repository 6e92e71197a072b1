using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Schemes;

namespace Funeng.Host.Verdicts;

/// <summary>The neutral verdict workload of a folder: <c>schema.json</c>, <c>facts.bin</c>, <c>policies.json</c>. Facts are kept as they lie in the file.</summary>
internal sealed class Workload : IFactRows
{
    // The files know no 万元: figures stand as they are.
    private const string NoUnits = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" id=\"units\" name=\"units\" namespace=\"urn:funeng:units\"/>";

    private static readonly DateOnly Epoch = new(1970, 1, 1);

    private readonly Dictionary<string, Column> columns;

    private Workload(int rows, IReadOnlyList<Column> columns)
    {
        Rows = rows;
        this.columns = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        Catalogue = new FactCatalogue(columns.Select(column =>
            new FactDefinition(column.Name, column.Name, column.Name, column.Type, new FactOrigin.Filed(PerYear: false))));
    }

    public FactCatalogue Catalogue { get; }

    public DateOnly On => new(2026, 1, 1);

    public int Rows { get; }

    /// <summary>Bytes of the facts as they lie in the file.</summary>
    public long Bytes => columns.Values.Sum(column => (long)column.Data.Length);

    public static Workload Read(string folder)
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "schema.json")));
        var rows = schema.RootElement.GetProperty("rows").GetInt32();
        using var file = File.OpenHandle(Path.Combine(folder, "facts.bin"));
        var columns = new List<Column>();
        foreach (var fact in schema.RootElement.GetProperty("facts").EnumerateArray())
        {
            var type = TypeOf(fact.GetProperty("type").GetString());
            var data = GC.AllocateUninitializedArray<byte>(checked(rows * WidthOf(type)));
            ReadFully(file, data, fact.GetProperty("offset").GetInt64());
            columns.Add(new Column(fact.GetProperty("name").GetString()!, type, fact.GetProperty("card").GetInt32(), data));
        }

        return new Workload(rows, columns);
    }

    /// <summary>The policies, each written as a decision model and compiled by what compiles rule packs.</summary>
    public IReadOnlyList<PlannedCriterion> ReadPolicies(string folder)
    {
        using var policies = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "policies.json")));
        var compiler = new SchemeCompiler(Catalogue, NoUnits);
        return [.. policies.RootElement.GetProperty("policies").EnumerateArray().Select(policy => ReadPolicy(policy, Catalogue, compiler))];
    }

    private static PlannedCriterion ReadPolicy(JsonElement policy, FactCatalogue catalogue, SchemeCompiler compiler)
    {
        var id = policy.GetProperty("id").GetString()!;
        var (scheme, problems) = compiler.Compile(new PolicyModel(catalogue).Write(id, policy.GetProperty("expr")));
        return scheme is null || problems.Count > 0 ? throw new FormatException($"{id}: {string.Join("; ", problems)}") : new PlannedCriterion(id, scheme);
    }

    public FactValues? Find(FactDefinition definition) => columns.TryGetValue(definition.Key, out var column) ? ValuesOf(column) : FactValues.None;

    public FactView View(int row)
    {
        var facts = new SubjectFacts.Builder(Catalogue);
        foreach (var column in columns.Values) facts.Assume(Catalogue.Get(column.Name), ValueOf(column, row), On);
        return new FactView(facts.Build(), On);
    }

    private static FactValues ValuesOf(Column column) => column.Type switch
    {
        FactType.Number => FactValues.OfDoubles(new BytesAs<double>(column.Data).Memory),
        FactType.Date => FactValues.OfDays(new BytesAs<int>(column.Data).Memory, Epoch),
        FactType.Text => FactValues.OfCodes(column.Data, [.. Enumerable.Range(0, column.Values).Select(code => code.ToString(CultureInfo.InvariantCulture))]),
        _ => FactValues.OfTruths(column.Data),
    };

    private static FeelValue ValueOf(Column column, int row)
    {
        switch (column.Type)
        {
            case FactType.Number:
                var number = MemoryMarshal.Cast<byte, double>(column.Data)[row];
                return double.IsNaN(number) ? FeelValue.Null : FeelValue.From(FeelNumber.Parse(number.ToString("R", CultureInfo.InvariantCulture)));
            case FactType.Date:
                var day = MemoryMarshal.Cast<byte, int>(column.Data)[row];
                return day == int.MinValue ? FeelValue.Null : FeelValue.From(Epoch.AddDays(day));
            case FactType.Text:
                return column.Data[row] == 255 ? FeelValue.Null : FeelValue.From(column.Data[row].ToString(CultureInfo.InvariantCulture));
            default:
                return column.Data[row] == 255 ? FeelValue.Null : FeelValue.From(column.Data[row] == 1);
        }
    }

    private static void ReadFully(Microsoft.Win32.SafeHandles.SafeFileHandle file, Span<byte> data, long offset)
    {
        while (data.Length > 0)
        {
            var read = RandomAccess.Read(file, data[..Math.Min(data.Length, 1 << 24)], offset);
            if (read == 0) throw new EndOfStreamException("facts.bin is shorter than schema.json says");
            data = data[read..];
            offset += read;
        }
    }

    private static FactType TypeOf(string? type) => type switch
    {
        "number" => FactType.Number,
        "date" => FactType.Date,
        "category" => FactType.Text,
        "bool" => FactType.Boolean,
        _ => throw new FormatException($"'{type}' is not a type of the workload"),
    };

    private static int WidthOf(FactType type) => type switch
    {
        FactType.Number => sizeof(double),
        FactType.Date => sizeof(int),
        _ => sizeof(byte),
    };

    private sealed record Column(string Name, FactType Type, int Values, byte[] Data);

    /// <summary>The bytes of a file as numbers, without a copy.</summary>
    private sealed class BytesAs<T>(byte[] bytes) : System.Buffers.MemoryManager<T>
        where T : unmanaged
    {
        public override Span<T> GetSpan() => MemoryMarshal.Cast<byte, T>(bytes.AsSpan());

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
