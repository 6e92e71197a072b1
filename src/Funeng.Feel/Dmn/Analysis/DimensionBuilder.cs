using Funeng.Feel.Binding;
using Funeng.Feel.Evaluation;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>Reads the columns on one value into a dimension.</summary>
internal sealed class DimensionBuilder
{
    // Pieces times different cells: each is one evaluation.
    private const int MostEvaluations = 4_000_000;

    private readonly TableSite site;
    private readonly IReadOnlyList<int> columns;
    private readonly List<AnalysisLimit> limits;
    private readonly List<AnalysisLimit> cellLimits = [];
    private readonly InputDomain? given;
    private readonly List<(CellReader Reader, BoundExpression Test)> domain = [];
    private readonly CellReader[] readers;
    private readonly bool[][] isReadable;
    private readonly DmnInput? input;
    private readonly string expression;

    public DimensionBuilder(TableSite site, IReadOnlyList<int> columns, Func<string, InputDomain?> domainOf, List<AnalysisLimit> limits)
    {
        this.site = site;
        this.columns = columns;
        this.limits = limits;
        var value = Source(First.Value);
        input = value is BoundVariable variable ? site.InputOf(variable.Symbol) : null;
        expression = input?.Name ?? First.Value.Span.Text.Trim();
        given = domainOf(expression);
        readers = [.. columns.Select(column => new CellReader(Inputs[column].Variable.Slot, site.NewFrame(), site.IsConstant))];
        isReadable = [.. columns.Select((_, index) => site.Table.Rules.Select(rule => Read(index, rule)).ToArray())];
    }

    private IReadOnlyList<BoundInput> Inputs => site.Table.Inputs;

    private BoundInput First => Inputs[columns[0]];

    /// <summary>The expression of an input without what converts it to the declared type.</summary>
    public static BoundExpression Source(BoundExpression value) => value is BoundCoercion coercion ? Source(coercion.Value) : value;

    public Dimension Build(string? notIndependent)
    {
        ReadDomain();
        var cuts = readers.Concat(domain.Select(test => test.Reader)).SelectMany(reader => reader.Cuts).ToList();
        var kind = KindOf(cuts, out var reason);
        if ((notIndependent ?? reason) is { } why) return Unread(why);
        var isWhole = given?.IsWhole == true || domain.Exists(test => test.Reader.IsWhole);
        var pieces = Piece.Cut(kind!.Value, cuts, isWhole && kind == FeelKind.Number);
        if ((long)pieces.Count * site.Table.Rules.Count * columns.Count > MostEvaluations) return Unread($"more than {MostEvaluations} combinations of values and cells");
        limits.AddRange(cellLimits);
        AddNull(pieces, kind.Value);
        return Make(pieces, kind.Value);
    }

    private bool Read(int index, BoundRule rule)
    {
        if (rule.Cells[columns[index]] is not { } cell || readers[index].TryRead(cell)) return true;
        cellLimits.Add(new AnalysisLimit($"rule {rule.Number}, input {columns[index] + 1}", $"'{cell.Span.Text.Trim()}' is a general expression"));
        return false;
    }

    private void ReadDomain()
    {
        foreach (var column in columns)
        {
            var bound = Inputs[column];
            AddTypes(bound.Value.Type);
            if (bound.Value is BoundCoercion) AddTypes(Source(bound.Value).Type);
            if (bound.Allowed is { } allowed) AddDomain(new CellReader(bound.Variable.Slot, site.NewFrame(), site.IsConstant), allowed);
        }

        if (string.IsNullOrWhiteSpace(given?.Tests) || given.Tests.Trim() == "-") return;
        var tests = FeelExpression.ParseUnaryTests(new SourceText(given.Tests, $"domain of '{expression}'"), new FeelVariable("value"));
        if (tests.IsValid) AddDomain(new CellReader(0, new FeelValue[tests.FrameSize], _ => false), tests.Root);
        else limits.Add(new AnalysisLimit($"domain of '{expression}'", tests.Diagnostics[0].ToString()));
    }

    private void AddTypes(FeelType type)
    {
        for (; type is ConstrainedType constrained; type = constrained.Base)
        {
            if (constrained.Test is { } test) AddDomain(new CellReader(0, new FeelValue[constrained.FrameSize], _ => false), test);
        }
    }

    // A domain that cannot be read is still asked for every witness.
    private void AddDomain(CellReader reader, BoundExpression test)
    {
        domain.Add((reader, test));
        if (reader.TryRead(test, isDomain: true)) return;
        limits.Add(new AnalysisLimit($"domain of '{expression}'", $"'{test.Span.Text.Trim()}' is a general expression; something may be missed"));
    }

    private FeelKind? KindOf(List<FeelValue> cuts, out string? reason)
    {
        reason = null;
        var types = columns.Select(column => ConstrainedType.Strip(Inputs[column].Value.Type)).Where(type => type != FeelType.Any).Distinct().ToList();
        var kinds = types.Count > 0
            ? types.Select(type => (type as SimpleType)?.Kind ?? FeelKind.Null).ToList()
            : cuts.Select(cut => cut.Kind).Where(found => found != FeelKind.Null).Distinct().ToList();
        var kind = kinds.Count == 0 ? FeelKind.String : kinds[0];
        if (types.Count > 1) reason = $"it is tested as {types[0]} and as {types[1]}";
        else if (kinds.Count > 1) reason = "it has no type, and its cells are of several kinds";
        else if (kind is FeelKind.Null or FeelKind.List or FeelKind.Context or FeelKind.Range or FeelKind.Function) reason = $"values of type {(types.Count > 0 ? types[0] : kind)} have no order";
        else if (HasMixedZones(kind, cuts)) reason = "some of its constants have a zone";
        return kind;
    }

    // Without a zone a value borrows the other's, so there is no one line of values to cut.
    private static bool HasMixedZones(FeelKind kind, List<FeelValue> cuts) => kind switch
    {
        FeelKind.Time => cuts.Exists(cut => cut.Kind == kind && cut.AsTime().Zone is not null),
        FeelKind.DateTime => cuts.Where(cut => cut.Kind == kind).Select(cut => cut.AsDateTime().Zone is null).Distinct().Count() > 1,
        _ => false,
    };

    private void AddNull(List<Piece> pieces, FeelKind kind)
    {
        if (given?.MayBeNull == false) return;
        pieces.Add(new Piece(PieceKind.Null, null, null, FeelValue.Null));
        if (columns.Any(column => ConstrainedType.Strip(Inputs[column].Value.Type) != FeelType.Any)) return;
        pieces.Add(new Piece(PieceKind.OtherKind, null, null, kind == FeelKind.Boolean ? "text" : true));
    }

    private Dimension Make(List<Piece> pieces, FeelKind kind)
    {
        var asksForNull = readers.Any(reader => reader.Cuts.Any(cut => cut.IsNull));
        var occurs = pieces.Select(piece => piece.Kind is PieceKind.Null or PieceKind.OtherKind || domain.TrueForAll(test => test.Reader.Holds(test.Test, piece.Example))).ToArray();
        var answers = Answers(pieces);
        var rules = site.Table.Rules.Count;
        var classes = new Dictionary<(RuleSet, RuleSet, bool), List<int>>();
        var kept = new List<Piece>();
        for (var index = 0; index < pieces.Count; index++)
        {
            if (!occurs[index]) continue;
            var (piece, own) = (pieces[index], index);
            var isOrdinary = piece.Kind is PieceKind.Point or PieceKind.Stretch || (piece.Kind == PieceKind.Null && asksForNull);
            var key = (RuleSet.Where(rules, rule => answers[rule][own] == Truth.True), RuleSet.Where(rules, rule => answers[rule][own] != Truth.False), isOrdinary);
            if (!classes.TryGetValue(key, out var members)) classes.Add(key, members = []);
            members.Add(kept.Count);
            kept.Add(piece);
        }

        var type = First.Value.Type == FeelType.Any ? TypeOf(kind) : First.Value.Type;
        return new Dimension(expression, type, columns, input, kept,
            [.. classes.Select(item => new PieceClass(item.Key.Item1, item.Key.Item2, item.Key.Item3, item.Value))],
            [.. site.Table.Rules.Select((rule, index) => Impossible(rule, answers[index], occurs))])
        {
            Domain = domain.Count == 0 ? "-" : RegionText.Of([.. pieces.Where(piece => piece.Kind is PieceKind.Point or PieceKind.Stretch)], index => occurs[index]),
        };
    }

    /// <summary>For each rule and piece whether all its cells hold; other where one could not be read.</summary>
    private Truth[][] Answers(List<Piece> pieces)
    {
        var known = new Dictionary<(int, string), bool[]>();
        return [.. site.Table.Rules.Select((rule, index) => AnswersOf(rule, index, pieces, known))];
    }

    private Truth[] AnswersOf(BoundRule rule, int ruleIndex, List<Piece> pieces, Dictionary<(int, string), bool[]> known)
    {
        var answers = new Truth[pieces.Count];
        Array.Fill(answers, Truth.True);
        for (var index = 0; index < columns.Count; index++)
        {
            if (rule.Cells[columns[index]] is not { } cell) continue;
            if (!isReadable[index][ruleIndex])
            {
                for (var piece = 0; piece < answers.Length; piece++) answers[piece] = answers[piece] == Truth.False ? Truth.False : Truth.Other;
                continue;
            }

            if (!known.TryGetValue((index, cell.Span.Text), out var holds))
            {
                var reader = readers[index];
                known.Add((index, cell.Span.Text), holds = [.. pieces.Select(piece => reader.Holds(cell, piece.Example))]);
            }

            for (var piece = 0; piece < answers.Length; piece++) answers[piece] = holds[piece] ? answers[piece] : Truth.False;
        }

        return answers;
    }

    private string? Impossible(BoundRule rule, Truth[] answers, bool[] occurs)
    {
        if (answers.Where((_, piece) => occurs[piece]).Any(answer => answer != Truth.False)) return null;
        var cells = string.Join("' and '", columns.Select(column => rule.Cells[column]?.Span.Text.Trim()).OfType<string>());
        var isOutside = answers.Any(answer => answer != Truth.False);
        return $"{expression}: '{cells}' holds for no value{(isOutside ? " that it may have" : "")}";
    }

    // Nothing is known of the value: a rule matches for certain only if it does not look at it.
    private Dimension Unread(string why)
    {
        limits.Add(new AnalysisLimit($"input '{expression}'", why));
        var rules = site.Table.Rules;
        var must = RuleSet.Where(rules.Count, rule => columns.All(column => rules[rule].Cells[column] is null));
        var all = RuleSet.Where(rules.Count, _ => true);
        return new Dimension(
            expression, First.Value.Type, columns, null, [new Piece(PieceKind.Stretch, null, null, FeelValue.Null)],
            [new PieceClass(must, all, true, [0])], new string?[rules.Count]);
    }

    private static FeelType TypeOf(FeelKind kind) => kind switch
    {
        FeelKind.Number => FeelType.Number,
        FeelKind.Boolean => FeelType.Boolean,
        FeelKind.Date => FeelType.Date,
        FeelKind.Time => FeelType.Time,
        FeelKind.DateTime => FeelType.DateTime,
        FeelKind.DaysTimeDuration => FeelType.DaysTimeDuration,
        FeelKind.YearsMonthsDuration => FeelType.YearsMonthsDuration,
        _ => FeelType.String,
    };
}
