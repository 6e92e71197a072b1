using System.ComponentModel.DataAnnotations;

namespace Funeng.Modules.Tasks;

public enum HolderKind
{
    [Display(Name = "个人")] Person,

    /// <summary>Whoever holds the post on the day.</summary>
    [Display(Name = "职务")] Post,

    /// <summary>An organization of the registry: everybody who holds one of its posts, or speaks for it.</summary>
    [Display(Name = "单位")] Body,
}

/// <summary>Who has a duty or an item. A post is the better choice: when its holder changes, everything goes with it.</summary>
public readonly record struct Holder(HolderKind Kind, long Id)
{
    public static Holder Person(long id) => new(HolderKind.Person, id);

    public static Holder Post(long id) => new(HolderKind.Post, id);

    public static Holder Body(long id) => new(HolderKind.Body, id);

    /// <summary>For a form: Post:12345.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Kind}:{Id}");

    /// <summary>Null when the text is no holder.</summary>
    public static Holder? Parse(string? text) =>
        text?.Split(':') is [var kind, var id] && Enum.TryParse<HolderKind>(kind, out var known) && Enum.IsDefined(known)
        && long.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? new Holder(known, number)
            : null;
}
