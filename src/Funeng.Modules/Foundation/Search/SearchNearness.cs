namespace Funeng.Modules.Foundation.Search;

/// <summary>How near what is called something comes to what was typed, the nearest first: what is called so, begins so or says so stands before whatever is only alike.</summary>
public enum SearchNearness
{
    Same,
    Begins,
    Says,
    Alike,
}

public static class SearchNearnessOf
{
    /// <summary>The nearness of a hit, by its title, its detail and its other words.</summary>
    public static SearchNearness Hit(SearchHit hit, string text) =>
        hit.Words.Append(hit.Detail ?? "").Select(word => Text(word, text)).Append(Text(hit.Title, text)).Min();

    /// <summary>The nearness of one name. Of several words typed, each has to stand in it.</summary>
    public static SearchNearness Text(string name, string text) =>
        name.Equals(text, StringComparison.OrdinalIgnoreCase) ? SearchNearness.Same
        : name.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? SearchNearness.Begins
        : text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) ? SearchNearness.Says
        : SearchNearness.Alike;
}
