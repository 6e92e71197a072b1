using System.Collections.Concurrent;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Lists;

/// <summary>
/// Every list that holds on a day, its condition read and ready to be decided: those under <c>rules/lists</c> and those modules make from
/// their own data. A faulty condition keeps its list out of the refresh and says why.
/// </summary>
public sealed class ListBook(Installation installation, RuleBook rules, IEnumerable<IListSource> sources, IEnumerable<IListTerms> terms)
{
    private readonly IReadOnlyList<LiveList> filed = ListDefinitions.Load(Path.Combine(installation.RulesFolder, "lists"));
    private readonly ConcurrentDictionary<string, ReadList> read = [];
    private readonly Lazy<FactCatalogue> names = new(() => rules.Catalogue.With(terms.SelectMany(source => source.Terms)));
    private readonly Lazy<SchemeCompiler> compiler = new(() => new SchemeCompiler(
        rules.Catalogue.With(terms.SelectMany(source => source.Terms)), File.ReadAllText(Path.Combine(installation.RulesFolder, "units.dmn"))));

    /// <summary>The fact catalogue with the terms that modules add.</summary>
    public FactCatalogue Names => names.Value;

    public IReadOnlyList<ReadList> On(DateOnly day) =>
        [.. filed.Concat(sources.SelectMany(source => source.ListsOn(day))).Select(Read)];

    public ReadList? Find(string id, DateOnly day) => On(day).FirstOrDefault(list => list.List.Id == id);

    /// <summary>The condition of a list that need not be kept live, such as what must hold before a project may enter a stage.</summary>
    public ReadList Read(LiveList list) => read.GetOrAdd(list.Id + list.Sha256, _ => ReadAnew(list));

    private ReadList ReadAnew(LiveList list)
    {
        var (condition, problems) = compiler.Value.Compile(ConditionModel.Xml(list, Names));
        return new ReadList(list, condition, problems.Count > 0 ? string.Join("; ", problems) : null);
    }
}

/// <param name="Condition">The condition as a scheme of one conclusion; null when it could not be read.</param>
/// <param name="Problem">Why not.</param>
public sealed record ReadList(LiveList List, Scheme? Condition, string? Problem);
