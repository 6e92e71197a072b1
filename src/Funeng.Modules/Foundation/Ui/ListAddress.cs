using System.Text;

namespace Funeng.Modules.Foundation.Ui;

/// <summary>
/// The address of a list as a value: path and conditions in order. Everything a list shows is in it, empty conditions never are.
/// <c>address.With(("sort", "-revenue"), ("page", null))</c> is the same list sorted otherwise, from its first page.
/// </summary>
public sealed class ListAddress
{
    private readonly IReadOnlyList<(string Name, string Value)> conditions;

    public ListAddress(string path, params (string Name, string? Value)[] conditions)
    {
        Path = path;
        this.conditions = [.. conditions.Where(condition => !string.IsNullOrEmpty(condition.Value)).Select(condition => (condition.Name, condition.Value!))];
    }

    public string Path { get; }

    public string? this[string name] => conditions.FirstOrDefault(condition => condition.Name == name).Value;

    public ListAddress With(params (string Name, string? Value)[] changes) => new(Path,
    [
        .. conditions.Where(condition => changes.All(change => change.Name != condition.Name)).Select(condition => (condition.Name, (string?)condition.Value)),
        .. changes,
    ]);

    /// <summary>The same conditions under another path, as for an export.</summary>
    public ListAddress At(string path) => new(path, [.. conditions.Select(condition => (condition.Name, (string?)condition.Value))]);

    /// <summary>The conditions a filter form must carry along as hidden fields: all but those it has controls for, and the page.</summary>
    public IEnumerable<(string Name, string Value)> Except(params string[] names) =>
        conditions.Where(condition => condition.Name != "page" && !names.Contains(condition.Name));

    public override string ToString()
    {
        var text = new StringBuilder(Path);
        foreach (var (name, value) in conditions)
            text.Append(text.Length == Path.Length ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return text.ToString();
    }

    public static implicit operator string(ListAddress address) => address.ToString();
}
