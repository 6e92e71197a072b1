namespace Funeng.Modules.Facts;

/// <summary>A title a sheet says is held, with the dates it gives.</summary>
/// <param name="Scheme">Id of the scheme.</param>
/// <param name="From">First day it counts; null when the sheet does not say.</param>
/// <param name="To">Last day it counts; null when the sheet does not say.</param>
public readonly record struct HeldTitle(string Scheme, DateOnly? From = null, DateOnly? To = null)
{
    /// <summary>The versions of the title, when the sheet named it by a word that all of them share; else null.</summary>
    internal TitleVersions? Versions { get; init; }

    /// <summary>
    /// The title with the dates of its row; of several versions it is the one of the day it was granted. Where only the last day is given it is
    /// the one of the day the sheet speaks of, but none that came after that last day.
    /// </summary>
    /// <param name="from">First day it counts.</param>
    /// <param name="to">Last day it counts.</param>
    /// <param name="on">The day the sheet speaks of.</param>
    public HeldTitle Date(DateOnly? from, DateOnly? to, DateOnly on)
    {
        var granted = from ?? (to < on ? to : on);
        return this with { Scheme = From is null && granted is { } day && Versions is { } versions ? versions.On(day) : Scheme, From = From ?? from, To = To ?? to };
    }

    /// <summary>Since when it is known to be held: the day the sheet gives, else the day it speaks of, unless it had lapsed by then.</summary>
    public DateOnly KnownSince(DateOnly on) => From ?? (To is { } to && to < on ? to : on);

    public override string ToString() => Say(Scheme);

    /// <summary>The title by its name, with its days.</summary>
    internal string Say(string name) => (From, To) switch
    {
        (null, null) => $"{name}（未载明日期）",
        ({ } from, null) => $"{name}（{from:yyyy-MM-dd} 起）",
        (null, { } to) => $"{name}（至 {to:yyyy-MM-dd}，未载明起始日期）",
        ({ } from, { } to) => $"{name}（{from:yyyy-MM-dd} 至 {to:yyyy-MM-dd}）",
    };
}
