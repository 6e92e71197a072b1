using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Registry;

/// <summary>
/// A column another module adds to the list of enterprises, such as the tier or the summary of verdicts. Registered as a scoped service.
/// </summary>
public interface IEnterpriseColumn
{
    /// <summary>English key, unique; names the column in the address.</summary>
    string Key { get; }

    string Title { get; }

    /// <summary>Place among the added columns, in steps of ten.</summary>
    int Order { get; }

    bool IsNumber { get; }

    /// <summary>The cells of one page of the list; an enterprise without a cell is shown as "—".</summary>
    Task<IReadOnlyDictionary<long, EnterpriseCell>> ReadAsync(IReadOnlyList<long> subjects, CancellationToken cancellation);
}

public enum CellTone
{
    None,
    Good,
    Warning,
    Bad,
    Idle,
    Done,
}

/// <summary>One cell: what is shown, where it leads, the shape and colour of a state, and a number where the column is one.</summary>
public sealed record EnterpriseCell(string Text, string? Href = null, CellTone Tone = CellTone.None, decimal? Number = null);

/// <summary>
/// A condition another module adds to the filters of the list: a tier, a library. Its subjects are a query, so that it is applied in the
/// database together with the others.
/// </summary>
public interface IEnterpriseFilter
{
    /// <summary>English key, unique; the name in the address.</summary>
    string Key { get; }

    string Label { get; }

    /// <summary>The words for no condition: 全部梯次.</summary>
    string All { get; }

    int Order { get; }

    IReadOnlyList<(string Value, string Text)> Options { get; }

    /// <summary>The ids of the subjects for which the condition holds; null for a value it does not know.</summary>
    IQueryable<long>? Subjects(string value, Scope scope);
}

/// <summary>A saved view another module adds as a tab of the list, such as 应入未入.</summary>
public interface IEnterpriseView
{
    string Key { get; }

    string Title { get; }

    int Order { get; }

    /// <summary>True for a tab that is only worth showing when something is in it.</summary>
    bool HidesWhenEmpty => false;

    IQueryable<long> Subjects(Scope scope);
}
