namespace ModularRollout.Definitions.Reading;

/// <summary>What a flag says about who answers for it, and for how long.</summary>
internal sealed class GovernanceFindings
{
    public bool HasOwner { get; set; }

    public bool HasRemovalPlan { get; set; }

    public bool IsPermanent { get; set; }

    public DateOnly? Expires { get; set; }

    /// <summary>Gets or sets where <c>expires</c> stands; 0 if it does not.</summary>
    public int ExpiresPosition { get; set; }

    public void Clear()
    {
        HasOwner = HasRemovalPlan = IsPermanent = false;
        Expires = null;
        ExpiresPosition = 0;
    }
}
