using Funeng.Engines.Facts;
using Funeng.Modules.Policies;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>Where a field comes from.</summary>
public enum FieldKind
{
    /// <summary>Name, code, place: from the register, not to be changed here.</summary>
    Identity,

    /// <summary>A fact that people file; the enterprise may say otherwise.</summary>
    Fact,

    /// <summary>Titles and what other schemes conclude: shown, not to be changed here.</summary>
    Conclusion,

    /// <summary>Nobody knows it but the enterprise.</summary>
    Asked,
}

/// <summary>One field of an application.</summary>
/// <param name="Key">Key of the fact, or of the asked field with <c>ask.</c> before it.</param>
public sealed record FormField(string Key, string Label, FieldKind Kind)
{
    public FactDefinition? Fact { get; init; }

    public AskedField? Asked { get; init; }

    public bool CanChange => Kind is FieldKind.Fact or FieldKind.Asked;
}

/// <summary>
/// The form of a benefit: who applies, every fact its conditions and its amount rest on, and what nobody else knows. Nothing is asked that the
/// rule does not need.
/// </summary>
public sealed record ApplicationForm(BenefitRule Rule, IReadOnlyList<FormField> Fields, IReadOnlyList<FormMaterial> Materials)
{
    public const string Name = "id.name", Code = "id.code", Place = "id.place";

    public static ApplicationForm Of(BenefitRule rule, FormBook book) => new(
        rule,
        [
            new FormField(Name, "企业名称", FieldKind.Identity),
            new FormField(Code, "统一社会信用代码", FieldKind.Identity),
            new FormField(Place, "所在地", FieldKind.Identity),
            .. rule.Scheme.FiledFacts.Select(fact => new FormField(fact.Key, Facts.FactText.Label(fact), KindOf(fact)) { Fact = fact }),
            .. book.Asked.Concat(rule.Benefit.Asks.Select(ask => new AskedField(ask.Key, ask.Label, AskedKind.LongText, ask.Hint, Remember: false)))
                .Select(ask => new FormField("ask." + ask.Key, ask.Label, FieldKind.Asked) { Asked = ask }),
        ],
        [.. (rule.Benefit.Materials ?? []).Select(material => new FormMaterial(material, book.KindOf(material.Name)))]);

    public FormField? Find(string key) => Fields.FirstOrDefault(field => field.Key == key);

    private static FieldKind KindOf(FactDefinition fact) => fact.Origin is FactOrigin.Filed or FactOrigin.View ? FieldKind.Fact : FieldKind.Conclusion;
}

public sealed record FormMaterial(PolicyMaterial Material, MaterialKind Kind)
{
    public string Name => Material.Name;
}
