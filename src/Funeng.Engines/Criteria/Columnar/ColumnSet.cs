using Funeng.Engines.Facts;
using Funeng.Feel.Binding;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>The columns that a set of criteria looks at, each once. Fixed before the first row is encoded; then no column and no cut is added.</summary>
internal sealed class ColumnSet(FactCatalogue catalogue, DateOnly on)
{
    /// <summary>Rows of one block: a plane is 64 bytes, one cache line and one 512-bit register.</summary>
    public const int BlockRows = 512;

    private readonly List<PlanColumn> columns = [];
    private readonly Dictionary<string, PlanColumn> byFact = new(StringComparer.Ordinal);
    private readonly Dictionary<BoundExpression, PlanColumn> byPart = new(ReferenceEqualityComparer.Instance);
    private bool isFixed;

    /// <summary>What kernels of plans over these columns work in.</summary>
    public ArenaPool Arenas { get; } = new();

    /// <summary>The facts criteria may name.</summary>
    public FactCatalogue Catalogue => catalogue;

    /// <summary>The application date: with another one other years and other days are meant.</summary>
    public DateOnly On => on;

    public IReadOnlyList<PlanColumn> All => columns;

    /// <summary>Bit planes of a block.</summary>
    public int Planes { get; private set; }

    public double BytesPerRow => Planes * 64d / BlockRows;

    /// <summary>The column of a fact; null when no criterion looks at it.</summary>
    public PlanColumn? Find(FactDefinition fact) => byFact.GetValueOrDefault(fact.Key);

    public TruthCodes? Truth(FactDefinition fact) => Of(fact, origin => new TruthCodes(origin, columns.Count));

    public TextCodes? Text(FactDefinition fact) => Of(fact, origin => new TextCodes(origin, columns.Count, PossibleFacts.DomainOf(catalogue, fact)));

    /// <summary>A number or a day. What a formula computes is an interval while inputs are missing.</summary>
    public NumberCodes? Number(FactDefinition fact) => Of(
        fact, origin => new NumberCodes(origin, columns.Count, PossibleFacts.DomainOf(catalogue, fact), isWide: fact is { Origin: FactOrigin.Derived, Type: not FactType.Date }));

    public TruthCodes? TruthPart(Scheme scheme, RuleExpression rule, BoundExpression part) =>
        OfPart(scheme, rule, part, origin => new TruthCodes(origin, columns.Count));

    public NumberCodes? NumberPart(Scheme scheme, RuleExpression rule, BoundExpression part) =>
        OfPart(scheme, rule, part, origin => new NumberCodes(origin, columns.Count, Possible.Any, isWide: true));

    /// <summary>Gives every column its planes. Later requests only find what is there.</summary>
    public void Fix()
    {
        if (isFixed) return;
        isFixed = true;
        foreach (var column in columns)
        {
            column.Fix(Planes);
            Planes += column.Planes;
        }
    }

    private T? Of<T>(FactDefinition fact, Func<ColumnOrigin, T> create)
        where T : PlanColumn
    {
        if (byFact.TryGetValue(fact.Key, out var known)) return known as T;
        if (isFixed) return null;
        var column = create(new ColumnOrigin.OfFact(fact));
        columns.Add(column);
        byFact.Add(fact.Key, column);
        return column;
    }

    private T? OfPart<T>(Scheme scheme, RuleExpression rule, BoundExpression part, Func<ColumnOrigin, T> create)
        where T : PlanColumn
    {
        if (byPart.TryGetValue(part, out var known)) return known as T;
        if (isFixed) return null;
        var column = create(new ColumnOrigin.OfPart(scheme, rule, part));
        columns.Add(column);
        byPart.Add(part, column);
        return column;
    }
}
