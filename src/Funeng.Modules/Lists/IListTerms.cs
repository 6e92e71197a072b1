using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Lists;

/// <summary>Names a module adds to the conditions of lists, such as 在库专精特新, and their values. Lists knows nothing of what they mean.</summary>
public interface IListTerms
{
    /// <summary>The names with their types; they are read together with the fact catalogue.</summary>
    IReadOnlyList<FactDefinition> Terms { get; }

    /// <summary>The values on a day, by subject and key of the term; what is left out has <see cref="Otherwise"/> as its value.</summary>
    Task<IReadOnlyDictionary<long, IReadOnlyList<KeyValuePair<string, FeelValue>>>> ReadAsync(
        IReadOnlyDictionary<long, SubjectFacts> subjects, DateOnly day, CancellationToken cancellation);

    /// <summary>The value of a term nothing is said of; null (missing) only where missing is meant.</summary>
    FeelValue Otherwise(FactDefinition term);

    /// <summary>What is written down beside the value of a term, since the value alone does not say it: which title it is that lapses in 10 days.</summary>
    IEnumerable<EvidenceLine> Beside(FactDefinition term, FactView view) => [];
}
