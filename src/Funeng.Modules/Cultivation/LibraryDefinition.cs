namespace Funeng.Modules.Cultivation;

/// <summary>One tier's library as rules/libraries/*.yaml says it. A new library is a new entry there, never code.</summary>
/// <param name="ShortName">Legal FEEL name: list conditions may say 在库<i>short name</i>.</param>
/// <param name="Schemes">Versions of the scheme, oldest first; the one in force on the application date decides.</param>
/// <param name="Tier">For a scheme that decides several tiers at once, which of them this library is.</param>
/// <param name="IsReadingOnly">No criteria the platform can decide: records are kept, nothing is derived.</param>
/// <param name="OutsideOpinions">How many outside opinions an entry needs (S1-22: at least one).</param>
/// <param name="Closeness">“Close to the bar” shows enterprises with at most so many failing conditions unless another distance is chosen.</param>
public sealed record LibraryDefinition(
    string Id,
    string Title,
    string ShortName,
    Ladder Ladder,
    int Rank,
    IReadOnlyList<string> Schemes,
    string? Tier,
    bool IsReadingOnly,
    ReviewDay Review,
    int WarningDays,
    int OutsideOpinions,
    int Closeness)
{
    /// <summary>For small and middling enterprises only, whatever its standard asks for by name.</summary>
    public bool IsForSmes { get; init; }

    /// <summary>The next annual review day after this day; the day itself counts as done.</summary>
    public DateOnly NextReview(DateOnly after)
    {
        var thisYear = Review.In(after.Year);
        return thisYear > after ? thisYear : Review.In(after.Year + 1);
    }
}

/// <summary>A row of tiers, lowest first.</summary>
public sealed record Ladder(string Id, string Title, int Order, string Owner, string About, string Source, bool IsProvisional);

/// <summary>The day of the year by which members are reviewed, and where that day comes from.</summary>
public sealed record ReviewDay(int Month, int Day, string Basis)
{
    public DateOnly In(int year) => new(year, Month, Math.Min(Day, DateTime.DaysInMonth(year, Month)));
}
