using Funeng.Engines.Facts;
using Funeng.Modules.Policies;
using Funeng.Modules.Registry;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>A field as it stands.</summary>
/// <param name="Stored">What counts: typed by the enterprise, else prefilled; empty when nobody knows it.</param>
/// <param name="Prefill">What it was filled with, from where and when; null when nothing is known.</param>
/// <param name="Who">Who typed it last; null while it is as prefilled.</param>
public sealed record FieldView(FormField Field, string Stored, FieldPrefill? Prefill, string? Who, DateTimeOffset? At)
{
    public bool IsPrefilled => Prefill is not null;

    /// <summary>The enterprise says something else than what is registered.</summary>
    public bool IsDisputed => Prefill is { IsRegistered: true } prefill && Stored != prefill.Stored && Stored.Length > 0;

    /// <summary>The enterprise said what nobody had filed.</summary>
    public bool IsDeclared => Field.Kind == FieldKind.Fact && Prefill is null && Stored.Length > 0;

    public string Shown => FieldText.Shown(Field, Stored);

    public string Typed => FieldText.Typed(Field, Stored);
}

/// <param name="Stored">In the form of <see cref="FieldText"/>.</param>
/// <param name="Source">税务 · 第 2 行, 主体登记, 上次申报.</param>
/// <param name="On">When it was learned; null where no day is known.</param>
/// <param name="IsRegistered">From the register or the facts, not from an earlier application.</param>
public sealed record FieldPrefill(string Stored, string Source, DateOnly? On, bool IsRegistered = true)
{
    /// <summary>2025 年度, where the value speaks of a year.</summary>
    public string Period { get; init; } = "";
}

public enum MaterialStanding
{
    /// <summary>The fact it would prove is known: no paper.</summary>
    Known,

    /// <summary>A paper of that kind is kept and still counts.</summary>
    OnHand,

    /// <summary>It has to be handed in.</summary>
    Needed,
}

/// <param name="Fact">The fact that makes it unnecessary.</param>
/// <param name="Used">The paper that goes with this application.</param>
/// <param name="Held">Papers of its kind that count today.</param>
public sealed record MaterialView(FormMaterial Material, MaterialStanding Standing, Fact? Fact, HeldFile? Used, IReadOnlyList<HeldFile> Held)
{
    public string Name => Material.Name;

    public bool IsReady => Standing == MaterialStanding.Known || Used is not null;
}

/// <summary>An application with everything a reader needs: its fields with their sources, its papers, and how the benefit stands on them.</summary>
/// <param name="Standing">The benefit decided on the registered facts and what the enterprise says beside them.</param>
/// <param name="Registered">The benefit decided on the registered facts alone.</param>
public sealed record ApplicationView(
    Application Application, Organization Enterprise, ApplicationForm Form, IReadOnlyList<FieldView> Fields, IReadOnlyList<MaterialView> Materials,
    BenefitStanding Standing, BenefitStanding Registered)
{
    public Benefit Benefit => Form.Rule.Benefit;

    public PolicyDocument Policy => Form.Rule.Policy;

    public int Prefilled => Fields.Count(one => one.IsPrefilled);

    /// <summary>Fields that still have to be filled in.</summary>
    public IEnumerable<FieldView> Empty => Fields.Where(one => one.Stored.Length == 0 && one.Field.CanChange);

    public IEnumerable<FieldView> Disputed => Fields.Where(one => one.Field.Kind == FieldKind.Fact && (one.IsDisputed || one.IsDeclared));
}
