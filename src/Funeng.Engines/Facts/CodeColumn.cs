using Funeng.Feel.Values;

namespace Funeng.Engines.Facts;

/// <summary>Texts as codes into a dictionary of the column, in the order in which they first occurred (to whichever thread).</summary>
public sealed class CodeColumn : FactColumn
{
    private readonly int[] codes;
    private readonly List<string> texts;
    private readonly Dictionary<string, int> codeOf;

    internal CodeColumn(FactDefinition definition, Period period, int rows, int capacity)
        : base(definition, period, rows, capacity)
    {
        codes = new int[capacity];
        texts = [];
        codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
    }

    private CodeColumn(CodeColumn other, int rows, bool copy)
        : base(other, rows, copy)
    {
        codes = copy ? Copy(other.codes, Capacity) : other.codes;
        texts = copy ? [.. other.texts] : other.texts;
        codeOf = copy ? new Dictionary<string, int>(other.codeOf, StringComparer.Ordinal) : other.codeOf;
    }

    /// <summary>The codes; meaningless where missing.</summary>
    public ReadOnlySpan<int> Codes => codes.AsSpan(0, Rows);

    /// <summary>The text of each code.</summary>
    public IReadOnlyList<string> Texts => texts;

    internal void Write(int row, ReadOnlySpan<char> text)
    {
        codes[row] = CodeOf(text);
        Mark(row);
    }

    internal override void Write(int row, FeelValue value) => Write(row, value.AsString().AsSpan());

    internal Span<int> CodesFrom(int row, int rows) => codes.AsSpan(row, rows);

    internal int CodeOf(ReadOnlySpan<char> text)
    {
        lock (codeOf)
        {
            var known = codeOf.GetAlternateLookup<ReadOnlySpan<char>>();
            if (known.TryGetValue(text, out var code)) return code;
            code = texts.Count;
            texts.Add(text.ToString());
            codeOf.Add(texts[code], code);
            return code;
        }
    }

    private protected override FeelValue Read(int row) => FeelValue.From(texts[codes[row]]);

    private protected override FactColumn Over(int rows, bool copy) => new CodeColumn(this, rows, copy);
}
